import { usePluginData } from '@docusaurus/useGlobalData';
import type { Course } from '../plugin/course.ts';

/** All lessons and exercises, as `src/plugin` has found them. */
export function useCourse(): Course {
  return usePluginData('partial-failure') as Course;
}
