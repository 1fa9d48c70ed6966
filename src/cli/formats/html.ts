import { classPage } from './html-class.ts';
import { studentPage } from './html-student.ts';
import type { Format } from './format.ts';
import { byOwner } from './owners.ts';

/** A page for the class, and beside it a folder with a page for each student. */
export const html: Format = {
  name: 'html',
  summary: 'a page for the class, and one for each student in a folder beside it',
  withPictures: true,
  write: (results, { fileName }) => {
    const owners = byOwner(results.results);
    const folder = `${fileName.replace(/\.html?$/i, '')}-students`;
    return {
      text: classPage(owners, folder, results),
      beside: new Map(
        owners.map((owner) => [`${folder}/${owner.fileName}.html`, studentPage(owner, results, fileName)]),
      ),
    };
  },
};
