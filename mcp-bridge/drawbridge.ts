import { BridgeError } from './bridge-error.ts';
import { failed, runCliVerb } from './cli-verb.ts';
import { type Invocation, readCommandLine } from './command-line.ts';
import { completionScript } from './completion.ts';
import { runDoctor } from './doctor/doctor-verb.ts';
import { exitCode } from './exit-code.ts';
import { Givens } from './given-answers.ts';
import { help } from './help.ts';
import { LoginTalk } from './login-talk.ts';
import { runMcp } from './mcp-verb.ts';
import { runPaths } from './paths-verb.ts';
import { bridgeVersion } from './version.ts';

async function main(): Promise<number> {
  const invocation = readCommandLine(process.argv.slice(2));
  switch (invocation.kind) {
    case 'mcp':
      return runMcp(invocation.tools);
    case 'serve':
      return (await import('./http/serve-verb.ts')).runServe(invocation.request, invocation.json);
    case 'help':
      process.stdout.write(help);
      return exitCode.ok;
    case 'version':
      process.stdout.write(`${bridgeVersion}\n`);
      return exitCode.ok;
    case 'usage':
      process.stderr.write(`drawbridge: ${invocation.problem}\n\n${help}`);
      return exitCode.usage;
    case 'doctor':
      return runDoctor(invocation.json);
    case 'shell':
      return (await import('./shell-verb.ts')).runShell(invocation.request);
    case 'connect':
      // What reads settings is not loaded by each bridge that an agent starts.
      return (await import('./clients/connect-verb.ts')).runConnect(invocation.request);
    case 'paths':
      return runPaths(invocation.json);
    case 'import':
      return (await import('./import-verb.ts')).runImport(invocation.file, invocation.json);
    case 'completion':
      process.stdout.write(completionScript(invocation.shell));
      return exitCode.ok;
    case 'instead': {
      const { text, json } = invocation;
      const error = { code: 'confirmation-required', message: text, nextStep: text, actor: 'person' };
      if (json) process.stdout.write(`${JSON.stringify({ error })}\n`);
      else process.stderr.write(`drawbridge: ${text}\n`);
      return exitCode.personMustAct;
    }
    case 'ask':
      return runCliVerb(invocation.request, invocation.json);
    case 'text-login':
      return textLogin(invocation);
    default:
      return invocation satisfies never;
  }
}

async function textLogin(login: Extract<Invocation, { kind: 'text-login' }>): Promise<number> {
  const { request, json, notes } = login;
  let interrupt = () => {};
  const interrupted = new Promise<number>((resolve) => {
    interrupt = () => resolve(exitCode.interrupted);
  });
  let given: Givens;
  try {
    given = await Givens.open(login.given, process.stdin);
  } catch (error) {
    if (!(error instanceof BridgeError)) throw error;
    return failed(error.wire, json);
  }
  for (const note of notes) process.stderr.write(`drawbridge: ${note}\n`);
  const talk = new LoginTalk(given, () => interrupt());
  // A terminal that is closed, or a kill, leaves no picture behind either.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => interrupt());
  try {
    const text = { language: languageOf(process.env) };
    return await Promise.race([runCliVerb({ ...request, text }, json, talk), interrupted]);
  } finally {
    talk.dispose();
  }
}

/** The order in which a C library looks. */
function languageOf(env: NodeJS.ProcessEnv): 'en' | 'zh-CN' {
  const name = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return name.startsWith('zh') ? 'zh-CN' : 'en';
}

// Not process.exit before the pipe is empty: on a pipe Node writes stdout asynchronously, and exit would cut it.
// No top-level await: the compiled executable's bytecode is CommonJS.
void main().then((code) => process.stdout.write('', () => process.exit(code)));
