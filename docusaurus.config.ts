import type * as Preset from '@docusaurus/preset-classic';
import type { Config } from '@docusaurus/types';
import type { PluginOptions as SearchOptions } from '@easyops-cn/docusaurus-search-local';
import { codeTheme } from './src/plugin/code-theme.ts';
import exercises, { workshopData } from './src/plugin/exercises.ts';
import hero from './src/plugin/hero.ts';
import labs from './src/plugin/labs.ts';
import partialFailure from './src/plugin/index.ts';
import { quizData } from './src/plugin/quiz.ts';
import { units } from './src/plugin/units.ts';

const config: Config = {
  title: 'Partial Failure',
  tagline: 'What goes wrong in distributed systems, and how to program for it',
  favicon: 'img/favicon.svg',

  // Where the site will stand; a static host below a path sets BASE_URL=/path/.
  url: process.env['SITE_URL'] ?? 'http://localhost:3000',
  baseUrl: process.env['BASE_URL'] ?? '/',
  trailingSlash: false,

  future: { v4: true },
  onBrokenLinks: 'throw',
  onBrokenAnchors: 'throw',
  onDuplicateRoutes: 'throw',
  markdown: {
    hooks: { onBrokenMarkdownLinks: 'throw', onBrokenMarkdownImages: 'throw' },
  },
  i18n: { defaultLocale: 'en', locales: ['en'] },

  plugins: [partialFailure, exercises, labs, hero],
  themes: [
    [
      // The index is made with the site and read in the browser: what is searched for leaves the machine of nobody.
      '@easyops-cn/docusaurus-search-local',
      {
        hashed: 'filename',
        docsRouteBasePath: '/lessons',
        indexBlog: false,
        indexPages: true,
      } satisfies Partial<SearchOptions>,
    ],
  ],
  presets: [
    [
      'classic',
      {
        docs: {
          routeBasePath: 'lessons',
          beforeDefaultRemarkPlugins: [units, workshopData, quizData],
          sidebarPath: './sidebars.ts',
          breadcrumbs: false,
          showLastUpdateTime: false,
        },
        blog: false,
        theme: { customCss: './src/css/custom.css' },
        sitemap: { lastmod: null, changefreq: null, priority: null },
      } satisfies Preset.Options,
    ],
  ],

  themeConfig: {
    // Shown where somebody links to a page; drawn by `npm run card`.
    image: 'img/card.png',
    colorMode: { respectPrefersColorScheme: true },
    docs: { sidebar: { hideable: true } },
    tableOfContents: { minHeadingLevel: 2, maxHeadingLevel: 3 },
    navbar: {
      title: 'Partial Failure',
      logo: { alt: '', src: 'img/mark.svg', srcDark: 'img/mark-dark.svg', width: 28, height: 28 },
      items: [
        { type: 'docSidebar', sidebarId: 'lessons', label: 'Lessons', position: 'left' },
        { to: '/playground', label: 'Playground', position: 'left' },
        { to: '/glossary', label: 'Glossary', position: 'left' },
      ],
    },
    footer: {
      links: [
        {
          title: 'Around the course',
          items: [
            { to: '/incidents', label: 'Incidents' },
            { to: '/interview-questions', label: 'Interview questions' },
            { to: '/how-the-grader-works', label: 'How the grader works' },
            { to: '/instructors', label: 'For instructors' },
            { to: '/glossary', label: 'Glossary' },
          ],
        },
      ],
      copyright:
        'An independent companion to the literature on distributed systems. Code under the MIT license, prose under <a href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>.',
    },
    prism: { theme: codeTheme, darkTheme: codeTheme },
  } satisfies Preset.ThemeConfig,
};

export default config;
