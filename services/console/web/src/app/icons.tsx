import {
  ApartmentOutlined,
  AuditOutlined,
  BarChartOutlined,
  BookOutlined,
  DashboardOutlined,
  FileProtectOutlined,
  FileSearchOutlined,
  FolderOpenOutlined,
  HistoryOutlined,
  InboxOutlined,
  PauseCircleOutlined,
  ProfileOutlined,
  RollbackOutlined,
  SearchOutlined,
  StarOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { IconName } from './pages.ts';

export const ICONS: Readonly<Record<IconName, ReactNode>> = {
  wall: <DashboardOutlined />,
  parked: <PauseCircleOutlined />,
  cases: <FolderOpenOutlined />,
  search: <SearchOutlined />,
  favourites: <StarOutlined />,
  review: <FileSearchOutlined />,
  prearchive: <InboxOutlined />,
  refused: <RollbackOutlined />,
  register: <BookOutlined />,
  statistics: <BarChartOutlined />,
  audit: <AuditOutlined />,
  departments: <ApartmentOutlined />,
  matters: <ProfileOutlined />,
  schemes: <FileProtectOutlined />,
  people: <TeamOutlined />,
  log: <HistoryOutlined />,
};
