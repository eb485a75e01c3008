import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import { clockQuery } from '../api/queries';

const TICK_MS = 30_000;

/** The present moment by the server's clock (which moves in demonstrations), renewed twice a minute. */
export function useNow(): Date {
  const { data } = useQuery(clockQuery);
  const [tick, setTick] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setTick(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  if (!data) return new Date(tick);
  return new Date(new Date(data.now).getTime() + Math.max(0, tick - data.readAt));
}
