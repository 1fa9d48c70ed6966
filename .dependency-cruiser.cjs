/**
 * Who may import whom (architecture: "Zones"):
 *
 *   util ← history ← {sim, models ← checkers} ← explore ← kit ← exercises
 *   explore ← {grader, labs} ← sandbox ← {cli, site}
 *
 * `sim` and `checkers` do not know each other. `diagram` knows `sim` alone; the grader writes runs down in its types. Only `catalog` and `plugin` read exercises/ and solutions/.
 *
 * @type {import('dependency-cruiser').IConfiguration}
 */

const site = '^src/(components|hooks|theme|pages)/';

/** Each zone with what it may import inside src/, itself not counted. */
const mayImport = {
  util: [],
  history: ['util'],
  sim: ['util', 'history'],
  diagram: ['util', 'sim'],
  models: ['util', 'history'],
  checkers: ['util', 'history', 'models'],
  explore: ['util', 'history', 'sim', 'models', 'checkers'],
  kit: ['util', 'history', 'sim', 'models', 'checkers', 'explore'],
  grader: ['util', 'history', 'sim', 'diagram', 'models', 'checkers', 'explore'],
  labs: ['util', 'sim', 'diagram', 'explore'],
  sandbox: ['util', 'history', 'sim', 'diagram', 'models', 'checkers', 'explore', 'grader', 'labs'],
  catalog: ['util', 'history', 'sim', 'diagram', 'models', 'checkers', 'explore', 'grader'],
};

const zoneRules = Object.entries(mayImport).map(([zone, others]) => ({
  name: `zone-${zone}`,
  comment: `src/${zone} may import ${others.length === 0 ? 'nothing else in src' : others.join(', ')}.`,
  severity: 'error',
  from: { path: `^src/${zone}/` },
  to: {
    path: '^(src|exercises|solutions|test|scripts)/',
    pathNot: [
      ...[zone, ...others].map((name) => `^src/${name}/`),
      // The learner's world is types alone, and stands below everything.
      '^src/api\\.ts$',
      // What exercises are written against counts as part of the zones that run them.
      ...(['grader', 'sandbox', 'catalog'].includes(zone) ? ['^src/kit\\.ts$'] : []),
      ...(zone === 'catalog' ? ['^(exercises|solutions)/'] : []),
    ],
  },
}));

module.exports = {
  forbidden: [
    ...zoneRules,
    {
      name: 'api-is-the-bottom',
      comment: 'src/api.ts is what a learner sees, and imports nothing.',
      severity: 'error',
      from: { path: '^src/api\\.ts$' },
      to: {},
    },
    {
      name: 'no-circular',
      comment: 'A circle of imports has no order to read it in. Move what both need to a third file.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'not-to-unresolvable',
      comment: 'The file or package does not exist, or package.json does not name it.',
      severity: 'error',
      from: {},
      to: {
        couldNotResolve: true,
        // An alias of the site's builder, or an exercise's contract (types alone; the compiler checks those).
        pathNot: '^@(theme|theme-original|theme-init|docusaurus|site|generated)/|^partial-failure/[a-z-]+$',
      },
    },
    {
      name: 'node-only-at-the-edge',
      comment: 'node:* belongs to cli, plugin, catalog and the Node host of the sandbox.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: '^src/(cli|plugin|catalog)/|^src/sandbox/node|^src/sandbox/[^/]+/node',
      },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'react-only-in-the-site',
      comment: 'React belongs to components, hooks, theme and pages.',
      severity: 'error',
      from: { path: '^src/', pathNot: site },
      to: { path: '(^|/)node_modules/(react|react-dom|@mdx-js/react|@docusaurus/theme-[^/]+)/' },
    },
    {
      name: 'site-is-the-last',
      comment: 'Nothing outside the site imports the site.',
      severity: 'error',
      from: { path: '^src/', pathNot: site },
      to: { path: site },
    },
    {
      name: 'site-and-cli-apart',
      comment: 'The command line and the site share the grader, not each other.',
      severity: 'error',
      from: { path: site },
      to: { path: '^src/(cli|plugin|catalog)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-the-catalog-reads-exercises',
      comment: 'Adding an exercise touches its folder alone; go through the catalog.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(catalog|plugin)/' },
      to: { path: '^(exercises|solutions)/' },
    },
    {
      name: 'exercises-use-the-public-api',
      comment: "Exercises import 'partial-failure' and 'partial-failure/kit', and files of their own folder.",
      severity: 'error',
      from: { path: '^(exercises|solutions)/' },
      to: { path: '^(src|test|scripts)/', pathNot: '^src/(api|kit)\\.ts$' },
    },
    {
      name: 'no-exercise-in-another',
      comment: 'An exercise stands alone.',
      severity: 'error',
      from: { path: '^exercises/([^/]+)/' },
      to: { path: '^exercises/', pathNot: '^exercises/$1/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|build|coverage|\\.docusaurus)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
