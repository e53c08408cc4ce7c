import { ChevronDown, ChevronRight, Clock, Folder, LayoutList, Star } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AssetGroup, NodeRow } from '../../preload/contract-assets.ts';
import { useParts } from '../state/window-context.tsx';
import { classNames } from '../ui/class-names.ts';
import { visibleText } from '../view/hidden-characters.ts';
import { nodeTree, type TreeLine, treeLines } from '../view/node-tree.ts';

interface AssetGroupsProps {
  readonly siteId: string;
  readonly group: AssetGroup;
  readonly className?: string;
  onChoose(group: AssetGroup): void;
}

const special = [
  { kind: 'all', icon: LayoutList },
  { kind: 'favourites', icon: Star },
  { kind: 'recent', icon: Clock },
] as const;

/** Everything, the favourites, the recent ones, and JumpServer's tree of nodes. Arrow keys walk and open it, Enter chooses. */
export function AssetGroups({ siteId, group, className, onChoose }: AssetGroupsProps) {
  const { t, i18n } = useTranslation();
  const { nodes, problem } = useNodes(siteId);
  const tree = useMemo(() => nodeTree(nodes), [nodes]);
  const [opened, setOpened] = useState<ReadonlySet<string> | null>(null);
  // A lone root says nothing: what is below it does.
  const open = opened ?? new Set(tree.length === 1 ? tree.map(({ node }) => node.key) : []);
  const lines = treeLines(tree, open);
  const keys = [...special.map(({ kind }) => kind), ...lines.map(({ node }) => node.key)];
  const [active, setActive] = useState<string>('all');
  const at = Math.max(0, keys.indexOf(active));
  const base = useId();
  const number = new Intl.NumberFormat(i18n.language);

  const toggle = (key: string, on: boolean) => {
    const next = new Set(open);
    if (on) next.add(key);
    else next.delete(key);
    setOpened(next);
  };
  const choose = (key: string) => {
    setActive(key);
    const kind = special.find((one) => one.kind === key)?.kind;
    const line = lines.find(({ node }) => node.key === key);
    if (kind !== undefined) onChoose({ kind });
    else if (line) onChoose({ kind: 'node', id: line.node.id });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const line = lines.find(({ node }) => node.key === keys[at]);
    const to = (index: number) => setActive(keys[Math.min(keys.length - 1, Math.max(0, index))] ?? 'all');
    if (event.key === 'ArrowDown') to(at + 1);
    else if (event.key === 'ArrowUp') to(at - 1);
    else if (event.key === 'Home') to(0);
    else if (event.key === 'End') to(keys.length - 1);
    else if (event.key === 'Enter' || event.key === ' ') choose(keys[at] ?? 'all');
    else if (event.key === 'ArrowRight' && line?.opens) {
      if (line.open) to(at + 1);
      else toggle(line.node.key, true);
    } else if (event.key === 'ArrowLeft' && line?.open) toggle(line.node.key, false);
    else if (event.key === 'ArrowLeft' && line && line.parent !== null) setActive(line.parent);
    else return;
    event.preventDefault();
  };
  const itemOf = (key: string, chosen: boolean) => ({
    id: `${base}${key}`,
    chosen,
    active: keys[at] === key,
    onClick: () => choose(key),
  });
  return (
    <div
      role="tree"
      aria-label={t('assetPage.groups')}
      tabIndex={0}
      aria-activedescendant={`${base}${keys[at] ?? 'all'}`}
      onKeyDown={onKeyDown}
      className={classNames('group w-52 shrink-0 scroll-quiet rounded-card pb-2 outline-offset-[-2px]', className)}
    >
      {special.map(({ kind, icon: Icon }, index) => (
        <Item
          key={kind}
          {...itemOf(kind, group.kind === kind)}
          level={1}
          position={index + 1}
          siblings={special.length}
          icon={<Icon size={14} strokeWidth={2} />}
          name={t(`assetPage.group.${kind}`)}
        />
      ))}
      {lines.length > 0 ? <div role="none" className="mx-2 my-1.5 border-t border-line" /> : null}
      {lines.map((line) => (
        <Item
          key={line.node.key}
          {...itemOf(line.node.key, group.kind === 'node' && group.id === line.node.id)}
          {...{ level: line.level, position: line.position, siblings: line.siblings, line }}
          icon={<Folder size={14} strokeWidth={2} />}
          name={visibleText(line.node.name)}
          count={line.node.count === null ? '' : number.format(line.node.count)}
          onToggle={() => toggle(line.node.key, !line.open)}
        />
      ))}
      {problem === '' ? null : <p className="px-2 pt-1 text-small text-ink-3 [overflow-wrap:anywhere]">{problem}</p>}
    </div>
  );
}

interface ItemProps {
  readonly id: string;
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  readonly chosen: boolean;
  readonly active: boolean;
  readonly icon: ReactNode;
  readonly name: string;
  readonly count?: string;
  readonly line?: TreeLine;
  onClick(): void;
  onToggle?(): void;
}

function Item({ level, chosen, active, line, count = '', ...item }: ItemProps) {
  const Chevron = line?.open ? ChevronDown : ChevronRight;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it has the keys
    <div
      id={item.id}
      role="treeitem"
      tabIndex={-1}
      aria-level={level}
      aria-posinset={item.position}
      aria-setsize={item.siblings}
      aria-selected={chosen}
      aria-expanded={line?.opens ? line.open : undefined}
      title={item.name}
      onClick={({ target }) => {
        if (target instanceof Element && target.closest('[data-opens="true"]')) item.onToggle?.();
        else item.onClick();
      }}
      style={{ paddingLeft: 4 + (level - 1) * 14 }}
      className={classNames(
        'flex h-7 cursor-default items-center gap-1.5 rounded-control pr-2',
        chosen ? 'bg-hover font-medium text-ink' : 'text-ink-2 hover:bg-hover',
        active && 'group-focus-visible:shadow-[inset_0_0_0_1px_var(--accent)]',
      )}
    >
      <span data-opens={line?.opens ?? false} className="grid size-4 shrink-0 place-items-center text-ink-3">
        {line?.opens ? <Chevron size={14} strokeWidth={2} /> : null}
      </span>
      <span className="grid size-4 shrink-0 place-items-center text-ink-3">{item.icon}</span>
      <span className="min-w-0 flex-1 truncate">{item.name}</span>
      <span className="shrink-0 text-small font-normal text-ink-3 tabular-nums">{count}</span>
    </div>
  );
}

function useNodes(siteId: string): { readonly nodes: readonly NodeRow[]; readonly problem: string } {
  const { api } = useParts();
  const [nodes, setNodes] = useState<readonly NodeRow[]>([]);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    let stale = false;
    api.ask('assets.nodes', { siteId }).then(
      (answer) => {
        if (stale) return;
        setNodes(answer.ok ? answer.nodes : []);
        setProblem(answer.ok ? '' : answer.message);
      },
      (error: unknown) => {
        if (!stale) setProblem(error instanceof Error ? error.message : String(error));
      },
    );
    return () => {
      stale = true;
    };
  }, [api, siteId]);
  return { nodes, problem };
}
