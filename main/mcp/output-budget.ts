import { z } from 'zod';
import type { Budget } from './output-excerpt.ts';

/** More does not fit into what hosts show their model at once. */
const MOST = 30_000;

const bytes = z.number().int().min(0).max(MOST).optional();
export const headArgument = bytes.describe('Bytes from the beginning');
export const tailArgument = bytes.describe('And from the end');

/** Who asks for one end only gets nothing of the other. */
export function budgetOf(
  { head_bytes: head, tail_bytes: tail }: { head_bytes?: number | undefined; tail_bytes?: number | undefined },
  otherwise: Budget,
): Budget {
  return head === undefined && tail === undefined ? otherwise : { head: head ?? 0, tail: tail ?? 0 };
}
