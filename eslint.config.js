import js from '@eslint/js';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const pure = [
  'src/{util,history,sim,diagram,models,checkers,explore,kit,grader,labs}/**/*.ts',
  'src/{api,kit}.ts',
  'exercises/**/*.ts',
  'solutions/**/*.ts',
];
const site = ['src/{components,hooks,theme,pages}/**/*.{ts,tsx}', 'docs/**/*.tsx'];

/** What a verdict must not depend on: time, chance and words of the host. */
const hostGlobals = [
  { name: 'Date', message: 'A run has virtual time only. Take the instant from the simulator.' },
  { name: 'performance', message: 'A run has virtual time only.' },
  { name: 'setTimeout', message: 'Use the agenda of the simulator.' },
  { name: 'setInterval', message: 'Use the agenda of the simulator.' },
  { name: 'queueMicrotask', message: 'Use the promise that the simulator owns.' },
  { name: 'console', message: 'Report as data; the hosts print.' },
  { name: 'process', message: 'The pure zones know no host.' },
  { name: 'crypto', message: 'Randomness comes from the seed.' },
];

export default tseslint.config(
  {
    // test/course/extra/ and test/fixtures/engines/ hold programs as strangers hand them in.
    ignores: [
      'build/',
      'dist/',
      '.docusaurus/',
      '.cache/',
      'coverage/',
      'node_modules/',
      'test/course/extra/',
      'test/fixtures/engines/',
      'test/hostile/fixtures/',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: ['error', 'always'],
      'no-var': 'error',
      'prefer-const': 'error',
      'object-shorthand': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' },
      ],
      // Programs of learners are classes with members that need no state; that is what an exercise asks for.
      '@typescript-eslint/no-extraneous-class': 'off',
    },
  },
  {
    files: pure,
    rules: {
      'no-restricted-globals': ['error', ...hostGlobals],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Randomness comes from the seed.' },
        ...['exp', 'log', 'log2', 'log10', 'pow', 'sin', 'cos', 'tan'].map((property) => ({
          object: 'Math',
          property,
          message: 'Engines round it differently; what decides a verdict uses integers.',
        })),
        { property: 'localeCompare', message: 'Locales differ between machines; compare code units.' },
      ],
    },
  },
  {
    // What is handed in for grading: the starter has parameters to be used, mutants are wrong on purpose.
    files: [
      'exercises/*/{starter,mutants/**,alternatives/**}.ts',
      'exercises/*/{mutants,alternatives}/**/*.ts',
    ],
    rules: {
      '@typescript-eslint/no-unused-vars': 'off',
      // Learners write it, and a program's own check stands elsewhere.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: site,
    ...jsxA11y.flatConfigs.strict,
    languageOptions: { ...jsxA11y.flatConfigs.strict.languageOptions, globals: globals.browser },
  },
  {
    files: site,
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: { globals: globals.node },
  },
  {
    files: ['**/*.cjs'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
);
