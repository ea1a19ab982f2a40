import { useEffect, useState } from 'react';

/** What it was when it last stood still for so long, and whether it still is that: nobody asks about each letter typed. */
export function useSettled<T>(value: T, ms = 300): readonly [T, boolean] {
  const text = JSON.stringify(value);
  const [settled, setSettled] = useState({ value, text });
  useEffect(() => {
    if (text === settled.text) return;
    const timer = setTimeout(() => setSettled({ value: JSON.parse(text) as T, text }), ms);
    return () => clearTimeout(timer);
  }, [text, settled.text, ms]);
  return [settled.value, settled.text === text];
}
