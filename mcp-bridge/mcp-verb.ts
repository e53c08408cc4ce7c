import { readEnvironment } from './agent-environment.ts';
import { pumpToApp } from './app-pump.ts';
import { BridgeError, errorText } from './bridge-error.ts';
import { exitCode } from './exit-code.ts';
import { LineSplitter } from './wire.ts';

/** Hosts close our stdin and kill us 2 s later (MCP's stdio binding); answers that are nearly there still get out. */
const LAST_ANSWERS_MS = 1_500;

/** `drawbridge mcp`: ends when its stdin ends, and never before. */
export async function runMcp(tools: 'core' | 'full'): Promise<number> {
  const settings = environmentOrWhy();
  if (settings instanceof BridgeError) {
    process.stderr.write(`drawbridge: ${errorText(settings.wire)}\n`);
    return exitCode.usage;
  }
  const pump = pumpToApp(tools, settings, {
    write: (line) => process.stdout.write(`${line}\n`),
    pauseHost: (paused) => void (paused ? process.stdin.pause() : process.stdin.resume()),
  });
  const splitter = new LineSplitter();
  const hostGone = new Promise<void>((resolve) => {
    process.stdin.on('data', (bytes: Buffer) => {
      for (const event of splitter.push(bytes)) pump.onHost(event);
    });
    process.stdin.once('end', resolve);
    process.stdin.once('close', resolve);
    // EPIPE: nobody reads us any more.
    process.stdout.on('error', () => resolve());
    process.stdout.on('drain', () => pump.onHostDrain());
  });
  await hostGone;
  await Promise.race([pump.settled(), new Promise((resolve) => setTimeout(resolve, LAST_ANSWERS_MS))]);
  pump.dispose();
  return 0;
}

function environmentOrWhy() {
  try {
    return readEnvironment(process.env);
  } catch (error) {
    if (error instanceof BridgeError) return error;
    throw error;
  }
}
