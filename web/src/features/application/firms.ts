import { useQuery } from '@tanstack/react-query';

import { firmsQuery } from '../../api/queries';

/** A firm's name by its credit code; the code where the register does not know it. */
export function useFirmName(): (code: string) => string {
  const { data } = useQuery(firmsQuery);
  return (code) => data?.find(({ credit_code }) => credit_code === code)?.name ?? code;
}
