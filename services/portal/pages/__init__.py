"""The pages: a module, or a package, for each group, which declares `PAGES`. `services.portal.menu` finds it."""
