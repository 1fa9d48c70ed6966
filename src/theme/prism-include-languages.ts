/**
 * There are no languages to add: prism-react-renderer brings those that the course shows. The original asks for them by
 * a name made at run time, which puts Prism's loader and the list of all its languages on every page: 8 KB.
 */
export default function prismIncludeLanguages(): void {}
