'use client';
import { useEffect } from 'react';

/** Marks a page whose scripts have come: app/load-again.tsx leaves it alone from then on. */
export function Works() {
  useEffect(() => document.documentElement.setAttribute('data-works', ''), []);
  return null;
}
