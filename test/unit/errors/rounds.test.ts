import { expect, it } from 'vitest';
import { Rounds } from '../../../main/errors/rounds.ts';
import { FakeClock } from '../../support/fake-clock.ts';

it('goes round with the pause that is wanted: a shorter one at once, a longer one from the next round on', async () => {
  const clock = new FakeClock();
  let every = 30;
  const at: number[] = [];
  const start = clock.now();
  const rounds = new Rounds(
    clock,
    () => every,
    () => at.push(clock.now() - start),
  );
  await clock.advance(30);
  every = 10;
  rounds.hurry();
  await clock.advance(20);
  every = 40;
  rounds.hurry();
  await clock.advance(50);
  rounds.dispose();
  await clock.advance(100);
  expect(at).toEqual([30, 40, 50, 60, 100]);
});
