export function say(line: string): void;
export function stop(problem: string, advice?: string): never;
