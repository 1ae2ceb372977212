import { serve } from '../serve';
import { openSite } from '../wire';
import { executeTask } from './execute-task';

export const handle = serve(executeTask, openSite);
