"""Where pictures are used, as the rooms that use them say."""

from cms.uses import Registry

_registry = Registry()
register, of, held = _registry.register, _registry.of, _registry.held
