'use client';
import { type KeyboardEvent, type PointerEvent, useEffectEvent, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslations } from 'use-intl/react';
import { moveRule, type RulesForm } from '#components/traffic/rules-form.ts';

export type RuleOrder = ReturnType<typeof useRuleOrder>;

/** The rule that is on its way, and where it began. */
type Held = { id: number; from: number; by: 'pointer' | 'keyboard' };

/** Moves rules by pointer and by keyboard. `said` is for a live region, `list` for the list around the rows. */
export function useRuleOrder(form: RulesForm, onChange: (form: RulesForm) => void) {
  const t = useTranslations('traffic');
  const list = useRef<HTMLOListElement>(null);
  const [held, setHeld] = useState<Held>();
  const [said, setSaid] = useState('');
  const placeOf = (id: number) => form.rows.findIndex((row) => row.id === id);

  function move(id: number, to: number): void {
    const moved = moveRule(form, id, to);
    const place = moved.rows.findIndex((row) => row.id === id);
    if (place === placeOf(id)) return;
    // The browser takes the focus from an element that changes its place in the document.
    flushSync(() => onChange(moved));
    handleOf(list.current, id)?.focus();
    setSaid(t('ruleMoved', { number: place + 1, count: form.rows.length }));
  }

  const onPointerMove = useEffectEvent((id: number, y: number) => move(id, placeAt(list.current, y)));

  function onPointerDown(id: number, event: PointerEvent): void {
    if (event.button !== 0) return;
    setHeld({ id, from: placeOf(id), by: 'pointer' });
    const follow = (moved: globalThis.PointerEvent) => onPointerMove(id, moved.clientY);
    const end = new AbortController();
    const drop = () => {
      end.abort();
      setHeld(undefined);
    };
    window.addEventListener('pointermove', follow, { signal: end.signal });
    window.addEventListener('pointerup', drop, { signal: end.signal });
    window.addEventListener('pointercancel', drop, { signal: end.signal });
  }

  function onKeyDown(id: number, event: KeyboardEvent): void {
    const isLifted = held?.id === id && held.by === 'keyboard';
    const step = STEPS[event.key];
    if (step !== undefined && (event.altKey || isLifted)) move(id, placeOf(id) + step);
    else if (event.key === ' ') lift(id, isLifted);
    else if (event.key === 'Escape' && isLifted) putBack(held);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function lift(id: number, isLifted: boolean): void {
    const number = placeOf(id) + 1;
    setHeld(isLifted ? undefined : { id, from: number - 1, by: 'keyboard' });
    setSaid(t(isLifted ? 'ruleDropped' : 'ruleLifted', { number }));
  }

  function putBack({ id, from }: Held): void {
    move(id, from);
    setHeld(undefined);
    setSaid(t('rulePutBack', { number: from + 1 }));
  }

  return {
    list,
    said,
    isHeld: (id: number) => held?.id === id,
    onPointerDown,
    onKeyDown,
    /** Whoever goes elsewhere has dropped it; a move takes the focus away for a moment only. */
    onBlur: (id: number) =>
      setTimeout(() => {
        if (document.activeElement !== handleOf(list.current, id)) {
          setHeld((now) => (now?.id === id && now.by === 'keyboard' ? undefined : now));
        }
      }),
  };
}

const STEPS: Record<string, number | undefined> = { ArrowUp: -1, ArrowDown: 1 };

function handleOf(list: HTMLElement | null, id: number): HTMLElement | null {
  return list?.querySelector<HTMLElement>(`[data-rule="${id}"] [data-handle]`) ?? null;
}

/** The place whose row lies at this height of the window. */
function placeAt(list: HTMLElement | null, y: number): number {
  const rows = [...(list?.children ?? [])];
  const below = rows.findIndex((row) => y < row.getBoundingClientRect().bottom);
  return below === -1 ? rows.length - 1 : below;
}
