import { subDays } from 'date-fns';
import { db } from '../db';

// Free devices that were silent for 30 days, or never seen.
export async function purgeStaleDevices() {
  const cutoff = subDays(new Date(), 30);
  const deleted = await db('devices')
    .where('last_seen_at', '<', cutoff)
    .orWhereNull('last_seen_at')
    .where('plan', 'free')
    .delete();
  return { deleted };
}
