import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { AgentSide } from './agent-side.ts';
import { idleWorld } from './idle-world.ts';

// What a bridge starts in these tests in the app's place: the agents' side of it, without a window.
const home = process.argv[2];
if (home === undefined) throw new Error('say where');
appendFileSync(path.join(home, 'starts'), `${process.pid} ${process.argv.slice(3).join(' ')}\n`);
const { sites, pool } = idleWorld();
await AgentSide.start(home, sites, pool);
// A test that forgets us must not leave us behind.
setTimeout(() => process.exit(), 60_000);
