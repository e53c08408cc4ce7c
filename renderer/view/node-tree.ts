import type { NodeRow } from '../../preload/contract-assets.ts';

export interface TreeNode {
  readonly node: NodeRow;
  readonly children: readonly TreeNode[];
}

/** A line of the tree as it is drawn. */
export interface TreeLine {
  readonly node: NodeRow;
  /** 1 is a root's. */
  readonly level: number;
  readonly parent: string | null;
  readonly opens: boolean;
  readonly open: boolean;
  readonly position: number;
  readonly siblings: number;
}

/** Nodes under their parents, in the site's order; one whose parent is not granted stands at the top. */
export function nodeTree(nodes: readonly NodeRow[]): readonly TreeNode[] {
  const known = new Set(nodes.map(({ key }) => key));
  const under = new Map<string | null, NodeRow[]>();
  for (const node of nodes) {
    const parent = parentIn(known, node.key);
    under.set(parent, [...(under.get(parent) ?? []), node]);
  }
  const below = (key: string | null): TreeNode[] =>
    (under.get(key) ?? []).map((node) => ({ node, children: below(node.key) }));
  return below(null);
}

/** The lines in sight, from the top: those of closed nodes are not among them. */
export function treeLines(tree: readonly TreeNode[], open: ReadonlySet<string>): readonly TreeLine[] {
  const lines = (nodes: readonly TreeNode[], level: number, parent: string | null): TreeLine[] =>
    nodes.flatMap(({ node, children }, index) => {
      const opened = children.length > 0 && open.has(node.key);
      const line = {
        ...{ node, level, parent, opens: children.length > 0, open: opened },
        ...{ position: index + 1, siblings: nodes.length },
      };
      return opened ? [line, ...lines(children, level + 1, node.key)] : [line];
    });
  return lines(tree, 1, null);
}

/** The nearest node above that is granted: a level between may not be. */
function parentIn(known: ReadonlySet<string>, key: string): string | null {
  for (let at = key.lastIndexOf(':'); at > 0; at = key.lastIndexOf(':', at - 1)) {
    const parent = key.slice(0, at);
    if (known.has(parent)) return parent;
  }
  return null;
}
