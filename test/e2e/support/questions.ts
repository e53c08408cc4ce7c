import { expect, type Page } from '@playwright/test';
import type { Argument, Channel, DrawbridgeApi, QuestionView } from '../../../preload/contract.ts';

type Topic = QuestionView['topic'];
type Asked<T extends Topic> = Extract<QuestionView, { topic: T }>;

/** Every question that waits now. */
async function openQuestions(window: Page): Promise<readonly QuestionView[]> {
  return window.evaluate(async () => {
    const { drawbridge } = globalThis as unknown as { readonly drawbridge: DrawbridgeApi };
    return (await drawbridge.ask('state.get', {})).questions;
  });
}

/** The question that the app asks next, or asks already. */
export async function asked<T extends Topic>(window: Page, topic: T): Promise<Asked<T>> {
  let found: QuestionView | undefined;
  await expect
    .poll(async () => {
      found = (await openQuestions(window)).find((each) => each.topic === topic);
      return found?.topic;
    })
    .toBe(topic);
  // The poll has just found one of this topic.
  return found as Asked<T>;
}

export async function answer(
  window: Page,
  question: Pick<QuestionView, 'id'>,
  given: Argument<'question.answer'>['answer'],
): Promise<void> {
  await ask(window, 'question.answer', { id: question.id, answer: given });
}

/** Nobody is asked anything now. */
export async function nothingAsked(window: Page): Promise<void> {
  expect(await openQuestions(window)).toEqual([]);
}

/** One request of the window, as its own page makes it. */
export async function ask<C extends Channel>(window: Page, channel: C, argument: Argument<C>): Promise<unknown> {
  return window.evaluate(
    ([name, value]) => {
      const { drawbridge } = globalThis as unknown as { readonly drawbridge: DrawbridgeApi };
      return drawbridge.ask(name as 'state.get', value as Record<string, never>);
    },
    [channel, argument] as const,
  );
}
