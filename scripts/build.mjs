/**
 * `npm run build [-- --without-solutions]`: builds the site into build/, and notes what it was made from. Other options
 * go to `docusaurus build`.
 */
import { build } from './site-build.mjs';

const options = process.argv.slice(2);
if (options.includes('--without-solutions')) process.env['WITHOUT_SOLUTIONS'] = '1';
build(options.filter((option) => option !== '--without-solutions'));
