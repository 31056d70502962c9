"""The learned planner's network: relation-aware layers, and a decoder over the action grammar.

Below it stands a pretrained encoder of the questions and the schema (`training.pieces`). Its pieces
are pooled to nodes; a few layers with relation-aware attention (Shaw et al., 2018; RAT-SQL, Wang et al., 2020) let the
nodes see each other and what is known of them. The decoder chooses actions, rules of the grammar or nodes to point at;
it attends to the nodes and to the actions of the previous plan. Only allowed actions compete in its softmax.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from services.planner.learned.intents import INTENTS
from services.planner.learned.nodes import FLAGS, RELATIONS
from services.planner.learned.previous import ROLES
from services.planner.learned.rules import RULES, SLOTS

MAX_DEPTHS = 6
MAX_STEPS = 128
KINDS = 4


@dataclass(frozen=True)
class ModelShape:
    """Sizes of the layers above the encoder; `hidden` is the width of all of them."""

    hidden: int = 256
    heads: int = 8
    feed_forward: int = 768
    graph_layers: int = 3
    decoder_layers: int = 2
    dropout: float = 0.1


@dataclass
class Nodes:
    """The decoder's memory: nodes and, behind them, the actions of the previous plan. `mask` is True where one is."""

    memory: Tensor
    mask: Tensor
    summary: Tensor


class RelationLayer(nn.Module):
    """A transformer layer whose attention knows what each node is to the other."""

    def __init__(self, shape: ModelShape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.width = shape.hidden // shape.heads
        self.project = nn.Linear(shape.hidden, 3 * shape.hidden)
        self.relation_key = nn.Parameter(torch.randn(shape.heads, self.width, RELATIONS) * 0.02)
        self.relation_bias = nn.Parameter(torch.zeros(shape.heads, RELATIONS))
        self.out = nn.Linear(shape.hidden, shape.hidden)
        self.before_attention = nn.LayerNorm(shape.hidden)
        self.before_forward = nn.LayerNorm(shape.hidden)
        self.forward_layers = _feed_forward(shape)
        self.dropout = nn.Dropout(shape.dropout)

    def forward(self, nodes: Tensor, relations: Tensor, mask: Tensor) -> Tensor:
        """`relations`: batch × nodes × nodes; `mask`: 0 or -inf, batch × 1 × 1 × nodes."""
        batch, count, hidden = nodes.shape
        projected = self.project(self.before_attention(nodes))
        query, key, value = projected.view(batch, count, 3, self.heads, self.width).permute(2, 0, 3, 1, 4)
        scores = query @ key.transpose(-1, -2)
        by_relation = torch.matmul(query, self.relation_key) + self.relation_bias[:, None, :]
        index = relations[:, None].expand(-1, self.heads, -1, -1)
        scores = (scores + by_relation.gather(-1, index)) / math.sqrt(self.width) + mask
        mixed = torch.softmax(scores, dim=-1) @ value
        mixed = mixed.transpose(1, 2).reshape(batch, count, hidden)
        nodes = nodes + self.dropout(self.out(mixed))
        changed: Tensor = self.dropout(self.forward_layers(self.before_forward(nodes)))
        return nodes + changed


class DecoderLayer(nn.Module):
    """Causal attention over the actions so far, then attention over the memory."""

    def __init__(self, shape: ModelShape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.width = shape.hidden // shape.heads
        self.project = nn.Linear(shape.hidden, 3 * shape.hidden)
        self.out = nn.Linear(shape.hidden, shape.hidden)
        self.query = nn.Linear(shape.hidden, shape.hidden)
        self.key_value = nn.Linear(shape.hidden, 2 * shape.hidden)
        self.memory_out = nn.Linear(shape.hidden, shape.hidden)
        self.forward_layers = _feed_forward(shape)
        self.norms = nn.ModuleList([nn.LayerNorm(shape.hidden) for _ in range(3)])
        self.dropout = nn.Dropout(shape.dropout)

    def memory_keys(self, memory: Tensor) -> tuple[Tensor, Tensor]:
        """Keys and values of the memory, the same for every step: batch × heads × memory × width each."""
        batch, count, _ = memory.shape
        both = self.key_value(memory).view(batch, count, 2, self.heads, self.width).permute(2, 0, 3, 1, 4)
        return both[0], both[1]

    def own_keys(self, steps: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        batch, count, _ = steps.shape
        projected = self.project(self.norms[0](steps)).view(batch, count, 3, self.heads, self.width)
        query, key, value = projected.permute(2, 0, 3, 1, 4)
        return query, key, value

    def forward(
        self,
        steps: Tensor,
        own: tuple[Tensor, Tensor, Tensor],
        own_mask: Tensor,
        memory: tuple[Tensor, Tensor],
        memory_mask: Tensor,
    ) -> Tensor:
        batch, count, hidden = steps.shape
        query, key, value = own
        steps = steps + self.dropout(self.out(self._mix(query, key, value, own_mask, (batch, count, hidden))))
        asked = self.query(self.norms[1](steps)).view(batch, count, self.heads, self.width).transpose(1, 2)
        seen = self._mix(asked, memory[0], memory[1], memory_mask, (batch, count, hidden))
        steps = steps + self.dropout(self.memory_out(seen))
        changed: Tensor = self.dropout(self.forward_layers(self.norms[2](steps)))
        return steps + changed

    def _mix(
        self, query: Tensor, key: Tensor, value: Tensor, mask: Tensor, shape: tuple[int, int, int]
    ) -> Tensor:
        scores = query @ key.transpose(-1, -2) / math.sqrt(self.width) + mask
        mixed = torch.softmax(scores, dim=-1) @ value
        return mixed.transpose(1, 2).reshape(shape)


def _feed_forward(shape: ModelShape) -> nn.Sequential:
    return nn.Sequential(
        nn.Linear(shape.hidden, shape.feed_forward),
        nn.GELU(),
        nn.Dropout(shape.dropout),
        nn.Linear(shape.feed_forward, shape.hidden),
    )


class PlannerModel(nn.Module):
    def __init__(self, encoder_width: int, shape: ModelShape) -> None:
        super().__init__()
        self.shape = shape
        self.into = nn.Linear(encoder_width, shape.hidden)
        self.flags = nn.Linear(FLAGS, shape.hidden)
        self.kinds = nn.Embedding(KINDS, shape.hidden)
        self.owners = nn.Linear(shape.hidden, shape.hidden)
        self.node_norm = nn.LayerNorm(shape.hidden)
        self.graph = nn.ModuleList([RelationLayer(shape) for _ in range(shape.graph_layers)])
        self.graph_norm = nn.LayerNorm(shape.hidden)
        self.rules = nn.Embedding(len(RULES), shape.hidden)
        self.pointed = nn.Linear(shape.hidden, shape.hidden)
        self.previous_places = nn.Embedding(MAX_STEPS, shape.hidden)
        self.previous_norm = nn.LayerNorm(shape.hidden)
        self.start = nn.Parameter(torch.zeros(shape.hidden))
        self.slots = nn.Embedding(len(SLOTS), shape.hidden)
        self.under = nn.Embedding(len(RULES), shape.hidden)
        self.depths = nn.Embedding(MAX_DEPTHS, shape.hidden)
        self.places = nn.Embedding(MAX_STEPS, shape.hidden)
        self.step_norm = nn.LayerNorm(shape.hidden)
        self.decoder = nn.ModuleList([DecoderLayer(shape) for _ in range(shape.decoder_layers)])
        self.decoder_norm = nn.LayerNorm(shape.hidden)
        self.rule_scores = nn.Linear(shape.hidden, len(RULES))
        self.pointer_query = nn.Linear(shape.hidden, shape.hidden)
        self.pointer_key = nn.Linear(shape.hidden, shape.hidden)
        self.role_scores = nn.Linear(shape.hidden, len(ROLES))
        self.intent_scores = nn.Sequential(
            nn.Linear(encoder_width + shape.hidden, shape.hidden),
            nn.GELU(),
            nn.Linear(shape.hidden, len(INTENTS)),
        )
        self.dropout = nn.Dropout(shape.dropout)
        self.nearness = nn.Embedding(len(SLOTS), RELATIONS)
        nn.init.zeros_(self.nearness.weight)
        for embedding in (self.rules, self.slots, self.under, self.depths, self.places, self.previous_places):
            nn.init.normal_(embedding.weight, std=0.05)

    # ----------------------------------------------------------------------------------------------- encoding

    def encode(
        self,
        pieces: Tensor,
        spans: Tensor,
        flags: Tensor,
        kinds: Tensor,
        owner: Tensor,
        relations: Tensor,
        node_mask: Tensor,
        previous: Tensor,
        previous_mask: Tensor,
    ) -> Nodes:
        """`pieces` are the encoder's vectors, the first one that of the whole question. Masks are 1 where something
        stands. `owner` is the node itself where it has none. `previous`: actions."""
        nodes = self.into(_span_means(pieces, spans)) + self.flags(flags) + self.kinds(kinds)
        of_owner = nodes.gather(1, owner.unsqueeze(-1).expand(-1, -1, nodes.shape[-1]))
        nodes = self.dropout(self.node_norm(nodes + self.owners(of_owner)))
        mask = _minus_infinity(node_mask)[:, None, None, :]
        for layer in self.graph:
            nodes = layer(nodes, relations, mask)
        nodes = self.graph_norm(nodes)
        places = torch.arange(previous.shape[1], device=previous.device)
        earlier = self.previous_norm(self.action_vectors(previous, nodes) + self.previous_places(places))
        summary = torch.cat(
            [pieces[:, 0], (nodes * node_mask.unsqueeze(-1)).sum(1) / node_mask.sum(1, keepdim=True)], -1
        )
        return Nodes(torch.cat([nodes, earlier], 1), torch.cat([node_mask, previous_mask], 1), summary)

    def action_vectors(self, actions: Tensor, nodes: Tensor) -> Tensor:
        """What the decoder reads for an action: of a rule its embedding, of a pointer the node it points at."""
        is_rule = (actions < len(RULES)).unsqueeze(-1)
        rules = self.rules(actions.clamp(0, len(RULES) - 1))
        index = (actions - len(RULES)).clamp(0, nodes.shape[1] - 1)
        pointed = nodes.gather(1, index.unsqueeze(-1).expand(-1, -1, nodes.shape[-1]))
        return torch.where(is_rule, rules, self.pointed(pointed))

    # ----------------------------------------------------------------------------------------------- decoding

    @property
    def decoder_layers(self) -> list[DecoderLayer]:
        return [layer for layer in self.decoder if isinstance(layer, DecoderLayer)]

    def step_vectors(
        self, before: Tensor, first: Tensor, slots: Tensor, under: Tensor, depth: Tensor, place: Tensor
    ) -> Tensor:
        """`before`: vectors of the actions before each step; `first` is 1 where a step has none before it."""
        start = first.unsqueeze(-1)
        before = before * (1 - start) + self.start * start
        context = self.slots(slots) + self.under(under) + self.depths(depth) + self.places(place)
        normed: Tensor = self.step_norm(before + context)
        return normed

    def nearness_scores(self, last: Tensor, slots: Tensor, relations: Tensor) -> Tensor:
        """What a node gains by what it is to the node that was pointed at last: a value to the column that holds it,
        a table to one that a key joins. `last`: node per step, -1 for none; `relations`: batch × nodes × nodes."""
        index = last.clamp(min=0).unsqueeze(-1).expand(-1, -1, relations.shape[-1])
        gained = self.nearness(slots).gather(-1, relations.gather(1, index))
        return gained * (last >= 0).unsqueeze(-1)

    def scores(self, steps: Tensor, pointer_keys: Tensor, gained: Tensor) -> Tensor:
        """Of every action at each step: rules, then pointers at the nodes."""
        steps = self.decoder_norm(steps)
        pointers = self.pointer_query(steps) @ pointer_keys.transpose(-1, -2) / math.sqrt(self.shape.hidden)
        return torch.cat([self.rule_scores(steps), pointers + gained], -1)

    def teach(
        self, nodes: Nodes, relations: Tensor, actions: Tensor, slots: Tensor, under: Tensor, depth: Tensor
    ) -> Tensor:
        """The scores at each step of known actions: batch × steps × actions."""
        memory = nodes.memory[:, : relations.shape[1]]
        before = self.action_vectors(functional.pad(actions, (1, 0))[:, :-1], memory)
        place = torch.arange(actions.shape[1], device=actions.device).expand_as(actions)
        steps = self.dropout(
            self.step_vectors(before, (place == 0).to(before.dtype), slots, under, depth, place)
        )
        causal = torch.full((actions.shape[1],) * 2, float("-inf"), device=steps.device).triu(1)
        memory_mask = _minus_infinity(nodes.mask)[:, None, None, :]
        for layer in self.decoder_layers:
            steps = layer(steps, layer.own_keys(steps), causal, layer.memory_keys(nodes.memory), memory_mask)
        gained = self.nearness_scores(_last_pointers(actions), slots, relations)
        return self.scores(steps, self.pointer_key(memory), gained)


def _last_pointers(actions: Tensor) -> Tensor:
    """For each step the node that the latest pointer before it points at, -1 where there is none."""
    places = torch.arange(1, actions.shape[1] + 1, device=actions.device)
    latest = torch.where(actions >= len(RULES), places, 0).cummax(1).values
    before = functional.pad(latest, (1, 0))[:, :-1]
    nodes = actions.gather(1, (before - 1).clamp(min=0)) - len(RULES)
    return torch.where(before > 0, nodes, -1)


def _span_means(pieces: Tensor, spans: Tensor) -> Tensor:
    """Mean of the pieces of each span [start, end), by differences of running sums."""
    sums = functional.pad(pieces.float().cumsum(1), (0, 0, 1, 0))
    index = spans.unsqueeze(-1).expand(-1, -1, -1, pieces.shape[-1])
    ends = sums.gather(1, index[:, :, 1])
    starts = sums.gather(1, index[:, :, 0])
    return (ends - starts) / (spans[:, :, 1] - spans[:, :, 0]).clamp(min=1).unsqueeze(-1)


def _minus_infinity(mask: Tensor) -> Tensor:
    return (1.0 - mask.float()) * -1e4
