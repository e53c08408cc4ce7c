// Stands in for Electron's own default app, which the registry runtime lacks: `electron [-v] <app folder> [args]`.

const { app } = require('electron');
const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const args = process.argv.slice(1);
if (args.includes('-v') || args.includes('--version')) {
  console.log(`v${process.versions.electron}`);
  process.exit(0);
}
const at = args.findIndex((word) => !word.startsWith('-'));
const folder = at < 0 ? undefined : path.resolve(args[at]);

function fail(why) {
  console.error(`default app: ${why}`);
  process.exit(1);
}

async function start() {
  if (folder === undefined) return fail('no application folder was given');
  const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  app.setName(manifest.productName ?? manifest.name);
  app.setVersion(manifest.version);
  app.setAppPath(folder);
  process.argv.splice(1, process.argv.length - 1, folder, ...args.slice(at + 1));
  await import(pathToFileURL(path.join(folder, manifest.main)).href);
}

start().catch((error) => fail(error?.stack ?? String(error)));
