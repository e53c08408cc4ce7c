// The layers of docs/technical/architecture.md: an import goes downwards only.
const layers = [
  ['index'],
  ['desktop', 'sign-in', 'electron', 'window-api', 'agents'],
  ['mcp'],
  ['doctor'],
  ['guard'],
  ['files', 'terminals'],
  ['sites', 'journal'],
  ['jumpserver', 'koko'],
  ['vault', 'settings', 'log', 'errors'],
];
const folder = (name) => (name === 'index' ? '^main/index\\.ts$' : `^main/${name}/`);
const ground = ['errors', 'log'];

const upwards = layers.flatMap((layer, depth) =>
  layer
    .filter((name) => name !== 'index')
    .map((name) => ({
      name: `${name}-imports-upwards-or-sideways`,
      comment: 'An import goes downwards only; within a layer parts meet through ports handed in by index.ts.',
      severity: 'error',
      from: { path: folder(name) },
      to: {
        path: [
          ...layers.slice(0, depth).flat().map(folder),
          ...layer.filter((other) => other !== name && !ground.includes(other)).map(folder),
        ],
      },
    })),
);

module.exports = {
  forbidden: [
    ...upwards,
    {
      name: 'electron-only-at-the-edge',
      severity: 'error',
      from: {
        path: '^(main|mcp-bridge|practice|renderer)/',
        pathNot: '^main/(index\\.ts$|(desktop|sign-in|electron|window-api)/)',
      },
      to: { path: 'node_modules/(electron|electron-store)/' },
    },
    {
      name: 'renderer-is-apart',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^(main|mcp-bridge|practice)/' },
    },
    {
      name: 'bridge-is-apart',
      severity: 'error',
      from: { path: '^mcp-bridge/' },
      to: { path: '^(main|renderer|preload|practice)/' },
    },
    {
      name: 'practice-is-apart',
      severity: 'error',
      from: { path: '^practice/' },
      to: { path: '^(main|renderer|preload|mcp-bridge)/' },
    },
    {
      name: 'main-knows-only-contracts',
      severity: 'error',
      from: { path: '^main/' },
      to: {
        path: '^(renderer|practice)/|^mcp-bridge/(?!(wire|directories|display|doctor/local-checks|doctor/local-outcomes)\\.ts|former-state/|clients/(?!connect-(verb|words)))',
      },
    },
    {
      name: 'contracts-import-zod-only',
      severity: 'error',
      from: { path: '^(preload/contract|mcp-bridge/wire\\.ts)' },
      to: { pathNot: 'node_modules/zod/|^preload/contract' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default'] },
  },
};
