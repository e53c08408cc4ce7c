import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type AppConnection, connectToApp, newIdentity, parseJson } from '../app-connection.ts';
import { readLaunchFile } from '../app-launch.ts';
import { BridgeError, notRunning } from '../bridge-error.ts';
import { runtimeDirectory } from '../directories.ts';
import { exitCode } from '../exit-code.ts';
import { bridgeVersion } from '../version.ts';
import { type CliRequest, cliReply, doctorReport, endpointFile, type Finding, refusal } from '../wire.ts';
import { localFindings, thisOnlooker } from './local-checks.ts';
import { foundHere } from './local-outcomes.ts';
import { reportText, wantsAction } from './report.ts';

/** The app's checks end by themselves after 5 s each, a few of them one after the other. */
const APP_PATIENCE_MS = 30_000;

/** `drawbridge doctor`: what the app says of itself, and what is seen from outside, with or without it. Starts and changes nothing. */
export async function runDoctor(json: boolean): Promise<number> {
  const [own, app] = await Promise.all([localFindings(thisOnlooker(bridgeVersion, [process.cwd()])), askApp()]);
  // Agents start where this command does: what they would meet is seen from here.
  const seenHere = new Set([...app.door, ...own].map(({ id }) => id).filter((id) => id !== 'display'));
  const findings = [
    ...app.door,
    ...app.findings.filter(({ id }) => !seenHere.has(id)),
    ...own.filter(({ id }) => seenHere.has(id) || app.findings.length === 0),
  ];
  const fine = !findings.some(wantsAction);
  if (json) process.stdout.write(`${JSON.stringify({ ok: fine, version: bridgeVersion, findings })}\n`);
  else process.stdout.write(`${reportText(findings)}\n`);
  return fine ? exitCode.ok : exitCode.failed;
}

interface AppSide {
  /** How the app answered at its door. */
  readonly door: readonly Finding[];
  readonly findings: readonly Finding[];
}

async function askApp(): Promise<AppSide> {
  const directory = runtimeDirectory();
  let connection: AppConnection;
  try {
    connection = await connectToApp(directory, 'cli', newIdentity());
  } catch (error) {
    if (!(error instanceof BridgeError)) throw error;
    return { door: [await closedDoor(directory, error), ...untold], findings: [] };
  }
  const { appVersion } = connection.welcome;
  const door = (...[outcome, facts]: [Parameters<typeof foundHere>[2], Finding['facts']]) =>
    foundHere('app-running', 'app', outcome, facts);
  try {
    const findings = await ask(connection);
    return {
      door: [
        appVersion === bridgeVersion
          ? door('app-running', { version: appVersion })
          : door('app-other-version', { app: appVersion, bridge: bridgeVersion }),
      ],
      findings,
    };
  } catch (error) {
    if (!(error instanceof BridgeError)) throw error;
    const slow = error.wire.code === 'timed-out';
    return {
      door: [
        slow
          ? door('app-too-slow', { seconds: APP_PATIENCE_MS / 1000 })
          : appVersion === bridgeVersion
            ? door('app-strange', { why: error.wire.message })
            : door('app-other-version', { app: appVersion, bridge: bridgeVersion }),
        ...untold,
      ],
      findings: [],
    };
  } finally {
    connection.close();
  }
}

/** What nobody but the app can look at. */
const untold: readonly Finding[] = [
  foundHere('app-folders', 'app', 'needs-app'),
  foundHere('sites', 'site', 'needs-app'),
  foundHere('keychain', 'computer', 'needs-app'),
  foundHere('tray', 'computer', 'needs-app'),
];

async function closedDoor(directory: string, error: BridgeError): Promise<Finding> {
  const found = (...[outcome, facts]: [Parameters<typeof foundHere>[2], Finding['facts']?]) =>
    foundHere('app-running', 'app', outcome, facts);
  if (error.wire.code !== 'app-not-running') return found('app-strange', { why: error.wire.message });
  const launch = await readLaunchFile(directory);
  if (launch?.quitByPerson) return found('app-quit');
  const text = await readFile(path.join(directory, 'endpoint.json'), 'utf8').catch(() => '');
  const endpoint = endpointFile.safeParse(parseJson(text));
  if (endpoint.success) return found('app-gone', { pid: endpoint.data.pid });
  return found(launch === undefined ? 'app-never-ran' : 'app-not-running');
}

function ask(connection: AppConnection): Promise<readonly Finding[]> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(tooSlow()), APP_PATIENCE_MS);
    const end = (action: () => void) => {
      clearTimeout(timer);
      action();
    };
    connection.start({
      onLine(text) {
        const value = parseJson(text);
        const refused = refusal.safeParse(value);
        if (refused.success) return end(() => reject(new BridgeError(refused.data.error)));
        const reply = cliReply.safeParse(value);
        if (!reply.success) return;
        if (reply.data.type === 'error') {
          const { error } = reply.data;
          return end(() => reject(new BridgeError(error)));
        }
        if (reply.data.type !== 'result') return;
        const report = doctorReport.safeParse(reply.data.data);
        end(() => (report.success ? resolve(report.data.findings) : reject(strange())));
      },
      onClose: () => end(() => reject(notRunning('it ended while this was going on'))),
      onDrain() {},
    });
    const request: CliRequest = { verb: 'doctor' };
    connection.send(JSON.stringify(request));
  });
}

const tooSlow = () =>
  new BridgeError({
    code: 'timed-out',
    message: 'The app did not answer in time.',
    nextStep: 'Restart Drawbridge.',
    actor: 'person',
  });

const strange = () =>
  new BridgeError({
    code: 'protocol-error',
    message: 'The app answered in a way that this command does not know.',
    nextStep: 'Use the drawbridge executable that comes with this app.',
    actor: 'person',
  });
