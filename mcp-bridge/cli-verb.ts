import { type AppConnection, connectToApp, newIdentity, parseJson } from './app-connection.ts';
import { launchApp, readLaunchFile } from './app-launch.ts';
import { AppLink } from './app-link.ts';
import { BridgeError, errorText, notRunning, quitByPerson } from './bridge-error.ts';
import { runtimeDirectory } from './directories.ts';
import { exitCode, exitCodeFor } from './exit-code.ts';
import { type CliRequest, cliReply, refusal, type WireError } from './wire.ts';

/** Asks the app one thing, prints its answer, and returns the exit code. Only `status` does not start the app. */
export async function runCliVerb(request: CliRequest, json: boolean): Promise<number> {
  const failed = (error: WireError): number => {
    if (json) process.stdout.write(`${JSON.stringify({ error })}\n`);
    else process.stderr.write(`drawbridge: ${errorText(error)}\n`);
    return request.verb === 'exec' ? exitCode.execFailed : exitCodeFor(error);
  };
  try {
    const connection = await reachApp(request.verb !== 'status');
    return await converse(connection, request, json, failed);
  } catch (error) {
    if (error instanceof BridgeError) return failed(error.wire);
    throw error;
  }
}

async function reachApp(mayStart: boolean): Promise<AppConnection> {
  const directory = runtimeDirectory();
  const identity = newIdentity();
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
): Promise<number> {
  return new Promise((resolve) => {
    let output = '';
    const end = (code: number) => {
      resolve(code);
      connection.close();
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
          case 'error':
            return end(failed(reply.data.error));
          case 'result': {
            if (json) process.stdout.write(`${JSON.stringify(withOutput(reply.data.data, output))}\n`);
            else if (reply.data.text !== '') process.stdout.write(`${reply.data.text}\n`);
            const unknownCode = request.verb === 'exec' ? exitCode.execFailed : exitCode.ok;
            return end(reply.data.exitCode ?? unknownCode);
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

function withOutput(data: unknown, output: string): unknown {
  return output !== '' && typeof data === 'object' && data !== null ? { ...data, output } : data;
}
