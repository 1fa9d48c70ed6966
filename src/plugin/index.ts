import { join } from 'node:path';
import type { LoadContext, Plugin } from '@docusaurus/types';
import { configureWebpack } from './bundling.ts';
import { exercisesOf, type Course } from './course.ts';
import { lessonsOf } from './lessons.ts';

/** The course's own Docusaurus plugin: how it is bundled, and what every page knows of the course. */
export default function partialFailurePlugin({ siteDir }: LoadContext): Plugin {
  return {
    name: 'partial-failure',
    configureWebpack,
    getPathsToWatch: () => [join(siteDir, 'exercises/*/exercise.ts')],
    async allContentLoaded({ allContent, actions }) {
      const docs = allContent['docusaurus-plugin-content-docs']?.['default'];
      const course: Course = { lessons: lessonsOf(docs, siteDir), exercises: exercisesOf(siteDir) };
      actions.setGlobalData(course);
      await Promise.resolve();
    },
  };
}
