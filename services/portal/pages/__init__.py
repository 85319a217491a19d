"""The pages: a module or package for each group, which declares `PAGES`; `services.portal.menu` finds it."""
