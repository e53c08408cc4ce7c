/** Long flags in full, where they were shortened as Python's argparse allows: `--asset-r` for `--asset-ref`. */
export function wholeFlags(args: readonly string[], names: readonly string[]): readonly string[] {
  return args.map((word) => {
    const [, short, rest = ''] = /^--([a-z][a-z-]*)(=[\s\S]*)?$/.exec(word) ?? [];
    if (short === undefined || names.includes(short)) return word;
    const [only, ...more] = names.filter((name) => name.startsWith(short));
    return only === undefined || more.length > 0 ? word : `--${only}${rest}`;
  });
}
