"""`python -m services.conversation` serves conversations alone. Settings: TURNWISE_CONVERSATION_…, TURNWISE_CATALOGUE.

Alone means: stages that the settings do not place elsewhere run in this process.
"""

from services.contracts.catalogue import Catalogue
from services.contracts.serving.server import Service, main
from services.contracts.serving.settings import CatalogueSettings
from services.conversation.build import build_conversation
from services.conversation.servicer import conversation_service
from services.conversation.settings import ConversationSettings


def build() -> Service:
    catalogue = Catalogue.from_file(CatalogueSettings().required())
    built = build_conversation(ConversationSettings().kept(), catalogue)
    return conversation_service(built.conversation, built)


if __name__ == "__main__":
    main("conversation", build)
