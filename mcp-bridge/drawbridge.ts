import { runCliVerb } from './cli-verb.ts';
import { readCommandLine } from './command-line.ts';
import { exitCode } from './exit-code.ts';
import { help } from './help.ts';
import { runMcp } from './mcp-verb.ts';
import { bridgeVersion } from './version.ts';

async function main(): Promise<number> {
  const invocation = readCommandLine(process.argv.slice(2));
  switch (invocation.kind) {
    case 'mcp':
      return runMcp();
    case 'help':
      process.stdout.write(help);
      return exitCode.ok;
    case 'version':
      process.stdout.write(`${bridgeVersion}\n`);
      return exitCode.ok;
    case 'usage':
      process.stderr.write(`drawbridge: ${invocation.problem}\n\n${help}`);
      return exitCode.usage;
    case 'ask':
      return runCliVerb(invocation.request, invocation.json);
    default:
      return invocation satisfies never;
  }
}

// Not process.exit before the pipe is empty: on a pipe Node writes stdout asynchronously, and exit would cut it.
// No top-level await: the compiled executable's bytecode is CommonJS.
void main().then((code) => process.stdout.write('', () => process.exit(code)));
