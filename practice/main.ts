import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { PracticeSite } from './practice-site.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'control-key-file': { type: 'string' },
    /** No recogniser and no rules: for throughput measurements. */
    'no-audit': { type: 'boolean', default: false },
    'until-stdin-closes': { type: 'boolean', default: false },
  },
});

const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  process.stderr.write(`practice: --port takes a number from 0 to 65535, not ${values.port}\n`);
  process.exit(2);
}

const site = await PracticeSite.start({ port, audit: !values['no-audit'] }).catch((error: unknown) => {
  process.stderr.write(`practice: the site could not start on port ${port}: ${String(error)}\n`);
  process.exit(1);
});

const keyFile = values['control-key-file'];
if (keyFile !== undefined) writeFileSync(keyFile, `${site.controlKey}\n`, { mode: 0o600 });

const people = Object.values(site.users).map(({ username, password, otpSecret }) => ({
  username,
  password,
  otpSecret,
}));
const facts = { url: site.url, controlUrl: site.controlUrl, controlKey: site.controlKey, users: people };
process.stdout.write(`${JSON.stringify(facts)}\n`);

function end(): void {
  void site.dispose().finally(() => process.exit(0));
}

process.on('SIGTERM', end);
process.on('SIGINT', end);
process.on('SIGHUP', end);
if (values['until-stdin-closes']) {
  process.stdin.on('end', end).on('error', end);
  process.stdin.resume();
}
