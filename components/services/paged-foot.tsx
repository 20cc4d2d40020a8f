'use client';
import { type ReactNode, useEffect, useEffectEvent } from 'react';
import { Pagination } from '#components/ui/pagination.tsx';
import { PanelFoot } from '#components/ui/panel.tsx';

type PagedFootProps = {
  page: number;
  total: number;
  pageSize: number;
  onTurn: (page: number) => void;
  children: ReactNode;
};

/** The foot of a list that pages on the server. Turns back by itself when the last page has emptied. */
export function PagedFoot({ page, total, pageSize, onTurn, children }: PagedFootProps) {
  const pageCount = Math.max(1, Math.ceil(total / pageSize));
  const turnBack = useEffectEvent(() => onTurn(pageCount));
  const isBeyond = page > pageCount;
  useEffect(() => {
    if (isBeyond) turnBack();
  }, [isBeyond]);
  return (
    <PanelFoot end={<Pagination page={page} pageCount={pageCount} pageSize={pageSize} onChange={onTurn} />}>
      {children}
    </PanelFoot>
  );
}
