// npm test: sets itself up, builds, and runs unit, integration and e2e tests, the last also on a packed app.
// `npm test -- e2e` runs one stage only: unit, integration, e2e, packed.
// A failed test runs once more, on the machine as it is then; one that passes only so is named as flaky.
// Ends with what failed, and one line "N passed, N failed, N skipped"; the exit code is 0 only if nothing failed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { say } from './say.mjs';
import { root, setUp } from './setup.mjs';

const wanted = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const chosen = (stage) => wanted.length === 0 || wanted.includes(stage);
const reports = fs.mkdtempSync(path.join(os.tmpdir(), 'drawbridge-test-'));
const total = { passed: 0, failed: 0, skipped: 0 };
/** What the end of the output says of tests that did not pass, or not at once. */
const failures = [];
const flaky = [];

async function run(command, args, env = {}) {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  const [code] = await once(child, 'exit');
  return code ?? 1;
}

function readReport(file) {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : undefined;
}

async function vitest(stage) {
  say(`${stage} tests`);
  const file = path.join(reports, `${stage}.json`);
  const bin = path.join(root, 'node_modules/vitest/vitest.mjs');
  const code = await run(process.execPath, [
    bin,
    'run',
    '--project',
    stage,
    '--retry=1',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  const report = readReport(file);
  total.passed += report?.numPassedTests ?? 0;
  total.skipped += (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
  for (const file of report?.testResults ?? []) {
    const name = path.relative(root, file.name);
    if (file.status === 'failed' && file.assertionResults.length === 0) failures.push(`${name}\n${file.message}`);
    for (const test of file.assertionResults) {
      const said = `${name} › ${test.fullName}\n${(test.failureMessages ?? []).join('\n')}`;
      if (test.status === 'failed') failures.push(said);
      else if (test.status === 'passed' && test.failureMessages?.length > 0) flaky.push(said);
    }
  }
  // A file that cannot even be loaded has no failed test, but is one.
  total.failed += Math.max(report?.numFailedTests ?? 1, code === 0 ? 0 : 1);
}

/** Every e2e test of a report, with the file and the title it is known by. */
function specsOf(suite, file = '') {
  return [
    ...(suite?.specs ?? []).map((spec) => ({ spec, title: `${file} › ${spec.title}` })),
    ...(suite?.suites ?? []).flatMap((inner) => specsOf(inner, inner.file ?? file)),
  ];
}

/** The e2e suite, on the app in dist/ or on a packed one. */
async function playwright(packaged) {
  say(packaged ? 'the same tests on the packed app' : 'e2e tests: the real Electron window');
  const file = path.join(reports, packaged ? 'packed.json' : 'e2e.json');
  const bin = path.join(root, 'node_modules/@playwright/test/cli.js');
  const code = await run(process.execPath, [bin, 'test', '--config', 'test/e2e/playwright.config.ts'], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
    ...(packaged ? { DRAWBRIDGE_PACKAGED: packaged } : {}),
  });
  const report = readReport(file);
  for (const { spec, title } of specsOf(report)) {
    const errors = spec.tests.flatMap(({ results }) => results.flatMap(({ errors = [] }) => errors));
    const said = `${title}${packaged ? ' (packed)' : ''}\n${errors.map(({ message }) => message).join('\n')}`;
    if (spec.tests.some(({ status }) => status === 'unexpected')) failures.push(said);
    else if (spec.tests.some(({ status }) => status === 'flaky')) flaky.push(said);
  }
  const stats = report?.stats;
  total.passed += (stats?.expected ?? 0) + (stats?.flaky ?? 0);
  total.skipped += stats?.skipped ?? 0;
  total.failed += Math.max(stats?.unexpected ?? 1, code === 0 ? 0 : 1);
}

const short = (text) => text.split('\n').slice(0, 30).join('\n').slice(0, 3000);

const started = Date.now();
await setUp('tests');
say('building');
const { buildAll } = await import('./build.mjs');
await buildAll();
if (chosen('unit')) await vitest('unit');
if (chosen('integration')) await vitest('integration');
if (chosen('e2e')) await playwright();
if (chosen('packed') && process.platform === 'linux') {
  say('packing the app for the tests, with debugging left on');
  const code = await run(process.execPath, [path.join(root, 'scripts/package.mjs'), '--dir'], {
    DRAWBRIDGE_E2E_BUILD: '1',
  });
  if (code === 0) await playwright(path.join(root, 'release/linux-unpacked/drawbridge-app'));
  else total.failed += 1;
}
fs.rmSync(reports, { recursive: true, force: true });
for (const said of flaky) console.log(`\nflaky, passed when it ran again: ${short(said)}`);
for (const said of failures) console.log(`\nFAILED: ${short(said)}`);
say(`all stages took ${Math.round((Date.now() - started) / 1000)} s`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed === 0 ? 0 : 1);
