import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeAll, expect, test } from 'vitest';
import { type BenchReport, benchReport } from '../../bench/report.ts';

const root = path.resolve(import.meta.dirname, '../../..');
let report: BenchReport;
let exitCode: number | null;

beforeAll(async () => {
  const child = spawn(process.execPath, [path.join(root, 'scripts/bench.mjs'), '--short', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  report = benchReport.parse(JSON.parse(await text(child.stdout)));
  [exitCode] = await ended;
}, 120_000);

test('every figure is measured, and a positive number', () => {
  expect(Object.keys(report.figures).length).toBeGreaterThan(15);
  const odd = Object.entries(report.figures).filter(
    ([, { value, raw }]) => !(value >= 0) || (raw !== null && !(raw >= 0)),
  );
  expect(odd).toEqual([]);
});

test('the verdicts, the exit code and the figures agree', () => {
  const missed = Object.values(report.figures).filter(({ value, limit }) =>
    limit === null ? false : limit.is === 'at-most' ? value > limit.value : value < limit.value,
  );
  expect(Object.values(report.figures).filter(({ verdict }) => verdict === 'missed')).toEqual(missed);
  expect(report.holds).toBe(missed.length === 0);
  expect(exitCode).toBe(report.holds ? 0 : 1);
});

test('docs/technical/performance.md names every figure', () => {
  const page = fs.readFileSync(path.join(root, 'docs/technical/performance.md'), 'utf8');
  expect(Object.keys(report.figures).filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});
