import type { LoadContext, Plugin } from '@docusaurus/types';
import { configureWebpack } from './bundling.ts';
import { lessonsOf } from './lessons.ts';

/** The course's own Docusaurus plugin: how it is bundled, and what pages know of the lessons. */
export default function partialFailurePlugin(_context: LoadContext): Plugin {
  return {
    name: 'partial-failure',
    configureWebpack,
    async allContentLoaded({ allContent, actions }) {
      const docs = allContent['docusaurus-plugin-content-docs']?.['default'];
      actions.setGlobalData({ lessons: lessonsOf(docs) });
      await Promise.resolve();
    },
  };
}
