import { type BridgeEnvironment, isLogged, type LogLevel } from './agent-environment.ts';
import { AnswerCacheFile } from './answer-cache.ts';
import { connectToApp, newIdentity } from './app-connection.ts';
import { launchApp, readLaunchFile } from './app-launch.ts';
import { runtimeDirectory, stateDirectory } from './directories.ts';
import { McpPump, type McpPumpPorts } from './mcp-pump.ts';
import { bridgeVersion } from './version.ts';

/** One agent's line to the app of this user: who it is, and what it is shown, stay the same over reconnects. */
export function pumpToApp(
  tools: 'core' | 'full',
  settings: BridgeEnvironment,
  host: Pick<McpPumpPorts, 'write' | 'pauseHost'>,
): McpPump {
  const directory = runtimeDirectory();
  const identity = { ...newIdentity(), tools, environment: settings.agent };
  const say = (level: LogLevel, text: string) => {
    if (isLogged(level, settings.logLevel)) process.stderr.write(`drawbridge: ${text}\n`);
  };
  return new McpPump({
    async connect() {
      const connection = await connectToApp(directory, 'mcp', identity);
      say('INFO', `connected to Drawbridge ${connection.welcome.appVersion}`);
      return connection;
    },
    launch: () => launchApp(directory),
    launchFile: () => readLaunchFile(directory),
    now: Date.now,
    after(ms, task) {
      const timer = setTimeout(task, ms);
      return () => clearTimeout(timer);
    },
    cache: new AnswerCacheFile(stateDirectory(), tools),
    version: bridgeVersion,
    warn: (text) => say('WARNING', text),
    ...host,
  });
}
