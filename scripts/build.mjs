/** `npm run build`: builds the site into build/, and notes what it was made from. */
import { build } from './site-build.mjs';

build(process.argv.slice(2));
