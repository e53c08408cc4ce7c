import { readEnvironment } from './agent-environment.ts';
import { type AppConnection, connectToApp, newIdentity, parseJson } from './app-connection.ts';
import { launchApp, readLaunchFile } from './app-launch.ts';
import { AppLink } from './app-link.ts';
import { BridgeError, errorText, notRunning, quitByPerson } from './bridge-error.ts';
import { runtimeDirectory } from './directories.ts';
import { execExitCodeFor, exitCode, exitCodeFor } from './exit-code.ts';
import type { LoginTalk } from './login-talk.ts';
import { tableText } from './table.ts';
import { type CliReply, type CliRequest, cliReply, refusal, type WireError } from './wire.ts';

/**
 * Asks the app one thing, prints its answer, and returns the exit code. Only `status` and `journal verify` do not start the app. `talk` answers
 * the app's questions while signing in by text.
 */
export async function runCliVerb(request: CliRequest, json: boolean, talk?: LoginTalk): Promise<number> {
  const fail = (error: WireError): number => {
    const code = failed(error, json);
    return request.verb === 'exec' ? execExitCodeFor(error) : code;
  };
  try {
    const connection = await reachApp(request.verb !== 'status' && request.verb !== 'journal-verify');
    return await converse(connection, request, json, fail, talk);
  } catch (error) {
    if (error instanceof BridgeError) return fail(error.wire);
    throw error;
  }
}

/** Prints it, and returns the exit code. */
export function failed(error: WireError, json: boolean): number {
  if (json) process.stdout.write(`${JSON.stringify({ error })}\n`);
  else process.stderr.write(`drawbridge: ${errorText(error)}\n`);
  return exitCodeFor(error);
}

/** Throws BridgeError. */
export async function reachApp(mayStart: boolean): Promise<AppConnection> {
  const directory = runtimeDirectory();
  const identity = { ...newIdentity(), environment: readEnvironment(process.env).agent };
  const connect = () => connectToApp(directory, 'cli', identity);
  if (!mayStart) {
    return connect().catch(async (error: unknown) => {
      const launch = await readLaunchFile(directory);
      throw error instanceof BridgeError && error.wire.code === 'app-not-running' && launch?.quitByPerson
        ? quitByPerson()
        : error;
    });
  }
  return new Promise((resolve, reject) => {
    const link = new AppLink({
      // The link is used for its start alone; the conversation owns the connection.
      async connect() {
        const connection = await connect();
        resolve(connection);
        return { ...connection, start() {} };
      },
      launch: () => launchApp(directory),
      now: Date.now,
      after(ms, task) {
        const timer = setTimeout(task, ms);
        return () => clearTimeout(timer);
      },
      ...{ onUp() {}, onLine() {}, onDown() {}, onDrain() {} },
    });
    link.demand().catch((error: unknown) => {
      link.dispose();
      reject(error);
    });
  });
}

function converse(
  connection: AppConnection,
  request: CliRequest,
  json: boolean,
  failed: (error: WireError) => number,
  talk: LoginTalk | undefined,
): Promise<number> {
  return new Promise((resolve) => {
    let output = '';
    let progressed = false;
    const end = (code: number) => {
      resolve(code);
      connection.close();
    };
    // Questions come one after the other, and a picture before the one it belongs to.
    let talking: Promise<void> = Promise.resolve();
    const inTurn = (task: () => Promise<void> | void) => {
      talking = talking.then(task).catch((error: unknown) => end(failed(internal(error))));
    };
    connection.start({
      onLine(text) {
        const value = parseJson(text);
        const refused = refusal.safeParse(value);
        if (refused.success) return end(failed(refused.data.error));
        const reply = cliReply.safeParse(value);
        if (!reply.success) return;
        switch (reply.data.type) {
          case 'output':
            if (json) output += reply.data.text;
            else process.stdout.write(reply.data.text);
            return;
          case 'progress':
            // Over the line before, and only where somebody sees it.
            progressed = true;
            if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${reply.data.text}`);
            return;
          case 'screen': // of a shell, which has a conversation of its own
            return;
          case 'show': {
            const { text: shown } = reply.data;
            return inTurn(() => talk?.show(shown));
          }
          case 'picture': {
            const { png } = reply.data;
            return inTurn(() => talk?.picture(png));
          }
          case 'ask': {
            const question = reply.data;
            return inTurn(async () => {
              const value = (await talk?.ask(question)) ?? null;
              connection.send(JSON.stringify({ type: 'answer', id: question.id, value }));
            });
          }
          case 'error': {
            const { error } = reply.data;
            if (progressed && process.stderr.isTTY) process.stderr.write('\r\x1b[K');
            return talk ? inTurn(() => end(failed(error))) : end(failed(error));
          }
          case 'result': {
            if (progressed && process.stderr.isTTY) process.stderr.write('\r\x1b[K');
            if (json) process.stdout.write(`${JSON.stringify(withOutput(reply.data.data, output))}\n`);
            else printResult(reply.data);
            const unknownCode = request.verb === 'exec' ? exitCode.execFailed : exitCode.ok;
            const code = reply.data.exitCode ?? unknownCode;
            return talk ? inTurn(() => end(code)) : end(code);
          }
          default:
            return reply.data satisfies never;
        }
      },
      onClose: () => resolve(failed(notRunning('it ended while this was going on').wire)),
      onDrain() {},
    });
    connection.send(JSON.stringify(request));
  });
}

function printResult({ text, table }: Extract<CliReply, { type: 'result' }>): void {
  if (text !== '') process.stdout.write(`${text}\n`);
  if (table) process.stdout.write(tableText(table, process.stdout.isTTY ? process.stdout.columns : undefined));
}

const internal = (error: unknown): WireError => ({
  code: 'internal',
  message: `The terminal cannot be used: ${error instanceof Error ? error.message : String(error)}`,
  nextStep: 'Try in another terminal, or give the answers by --username, --password-stdin and --otp-stdin.',
  actor: 'person',
});

function withOutput(data: unknown, output: string): unknown {
  return output !== '' && typeof data === 'object' && data !== null ? { ...data, output } : data;
}
