// Stands in for Electron's own default app, which the registry runtime lacks: `electron [-v] <app folder> [args]`.
// An ES module that waits for the app's module, so that, as in a packed app, nothing is "ready" before the app is loaded.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const args = process.argv.slice(1);
if (args.includes('-v') || args.includes('--version')) {
  console.log(`v${process.versions.electron}`);
  process.exit(0);
}
const at = args.findIndex((word) => !word.startsWith('-'));
if (at < 0) {
  console.error('default app: no application folder was given');
  process.exit(1);
}
const folder = path.resolve(args[at]);
const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
app.setName(manifest.productName ?? manifest.name);
app.setVersion(manifest.version);
app.setAppPath(folder);
process.argv.splice(1, process.argv.length - 1, folder, ...args.slice(at + 1));
await import(pathToFileURL(path.join(folder, manifest.main)).href);
