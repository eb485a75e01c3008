import { SearchOutlined } from '@ant-design/icons';
import { Input, type InputRef } from 'antd';
import { useRef, type ReactElement } from 'react';
import { useHotkeys } from 'react-hotkeys-hook';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useSearchParams } from 'react-router';

const SEARCHABLE = ['/queue', '/applications', '/projects', '/clauses'];

/** One search: it searches the list that is open, or the queue from any other page. */
export function SearchBox(): ReactElement {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const [parameters] = useSearchParams();
  const input = useRef<InputRef>(null);
  useHotkeys('slash', (event) => {
    event.preventDefault();
    input.current?.focus({ cursor: 'all' });
  });
  const here = SEARCHABLE.includes(pathname);
  const search = (text: string): void => {
    const query = new URLSearchParams(here ? parameters : { tab: 'department' });
    query.delete('cursor');
    if (text.trim()) query.set('q', text.trim());
    else query.delete('q');
    void navigate(`${here ? pathname : '/queue'}?${query.toString()}`);
  };
  return (
    <Input
      key={`${pathname}?${parameters.get('q') ?? ''}`}
      ref={input}
      role="searchbox"
      className="search"
      allowClear
      prefix={<SearchOutlined />}
      suffix={<kbd>/</kbd>}
      defaultValue={parameters.get('q') ?? ''}
      placeholder={t('app.searchHint')}
      aria-label={t('app.search')}
      onPressEnter={(event) => search(event.currentTarget.value)}
      onClear={() => search('')}
    />
  );
}
