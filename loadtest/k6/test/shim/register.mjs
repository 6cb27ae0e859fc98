// Lets `import … from 'k6/…'` find the stand-ins in this folder.
import { register } from 'node:module';

register('./resolve.mjs', import.meta.url);
