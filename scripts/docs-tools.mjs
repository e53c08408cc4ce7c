// npm run docs:tools: writes docs/tools.md from the definitions of the tools. A test fails where it is not current.
import fs from 'node:fs';
import path from 'node:path';
import { root, setUpModules } from './setup.mjs';
import { bundled } from './tools/bundled.mjs';

setUpModules();
const { toolsPage } = await bundled('scripts/tools/tools-page.ts');
fs.writeFileSync(path.join(root, 'docs/tools.md'), toolsPage());
