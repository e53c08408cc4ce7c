import { given, readEnvironment, variables } from './agent-environment.ts';
import { BridgeError, errorText } from './bridge-error.ts';
import { runtimeDirectory, stateDirectory, thisMachine } from './directories.ts';
import { exitCode } from './exit-code.ts';
import { formerStateFile } from './former-state/state-place.ts';
import { tableText } from './table.ts';

/** `drawbridge paths`: the folders of the bridge, and what its environment asks for. Needs no app. */
export function runPaths(json: boolean): number {
  try {
    // What cannot be used is said here as everywhere.
    readEnvironment(process.env);
  } catch (error) {
    if (!(error instanceof BridgeError)) throw error;
    if (json) process.stdout.write(`${JSON.stringify({ error: error.wire })}\n`);
    else process.stderr.write(`drawbridge: ${errorText(error.wire)}\n`);
    return exitCode.usage;
  }
  const folders = { runtime: runtimeDirectory(), state: stateDirectory() };
  const rows = variables.map((end) => {
    const found = given(process.env, end);
    return { setting: end.toLowerCase(), name: found?.name ?? `DRAWBRIDGE_${end}`, value: found?.value ?? null };
  });
  // Where `import` looks; whether it is there is not asked.
  const former = formerStateFile(thisMachine());
  if (json) {
    const env = Object.fromEntries(rows.map(({ setting, name }) => [setting, name]));
    const resolved = Object.fromEntries(rows.map(({ setting, value }) => [setting, value]));
    process.stdout.write(
      `${JSON.stringify({ app_name: 'Drawbridge', folders, former_state_file: former, env, resolved })}\n`,
    );
    return exitCode.ok;
  }
  const settings = rows.map(({ name, value }) => [name, value ?? 'not set'] as const);
  process.stdout.write(
    tableText({ rows: [...Object.entries(folders), ['import looks at', former], ...settings] }, undefined),
  );
  return exitCode.ok;
}
