# Models of tables: the domain ai.onnx.ml.

def _tabular_real(X: Tensor) -> Tensor:
    return X if X.dtype == 6 or X.dtype == 7 else torch.to(X, 6)

def _table(X: Tensor) -> Tensor:
    x = self._tabular_real(X)
    return x if x.dim() == 2 else torch.reshape(x, [1, -1])

def _transform(scores: Tensor, kind: str) -> Tensor:
    if kind == "NONE":
        return scores
    if kind == "LOGISTIC":
        return torch.sigmoid(scores)
    if kind == "SOFTMAX":
        return torch.softmax(scores, -1)
    if kind == "PROBIT":
        return torch.mul(torch.erfinv(torch.sub(torch.mul(scores, 2), 1)), 1.4142135623730951)
    if kind == "SOFTMAX_ZERO":
        most = torch.amax(scores, [-1], True)
        zero = torch.le(torch.abs(scores), 0.0000001)
        parts = torch.where(zero, 0.0, torch.exp(torch.sub(scores, most)))
        kept = torch.where(zero, torch.mul(scores, torch.exp(torch.neg(most))), parts)
        return torch.true_divide(kept, torch.sum(parts, [-1], True))
    ops.prim.RaiseException("a transformation of scores of another kind", "builtins.RuntimeError")
    return scores

def ml_ArrayFeatureExtractor(X: Tensor, Y: Tensor) -> Tensor:
    x = X if X.dim() > 1 else torch.unsqueeze(X, 0)
    return torch.index_select(x, -1, torch.reshape(Y, [-1]))

def ml_Binarizer(X: Tensor, *, threshold: float = 0.0) -> Tensor:
    return torch.to(torch.gt(X, threshold), X.dtype)

def ml_Imputer(X: Tensor, *, imputed_value_floats: Optional[List[float]] = None, imputed_value_int64s: Optional[List[int]] = None, replaced_value_float: float = 0.0, replaced_value_int64: int = 0) -> Tensor:
    if imputed_value_floats is not None:
        missing = torch.isnan(X) if replaced_value_float != replaced_value_float else torch.eq(X, replaced_value_float)
        return torch.where(missing, torch.tensor(imputed_value_floats, dtype=X.dtype), X)
    values = torch.zeros([1], dtype=4)
    if imputed_value_int64s is not None:
        values = torch.tensor(imputed_value_int64s, dtype=4)
    return torch.where(torch.eq(X, replaced_value_int64), torch.to(values, X.dtype), X)

def ml_OneHotEncoder(X: Tensor, *, cats_int64s: List[int], zeros: int = 1) -> Tensor:
    same = torch.eq(torch.unsqueeze(torch.to(X, 4), -1), torch.tensor(cats_int64s, dtype=4))
    if zeros == 0 and not bool(torch.all(torch.any(same, -1))):
        ops.prim.RaiseException("an element that is none of the categories", "builtins.RuntimeError")
    return torch.to(same, 6)

def ml_Scaler(X: Tensor, *, offset: List[float], scale: List[float]) -> Tensor:
    x = self._tabular_real(X)
    shifted = torch.sub(x, torch.tensor(offset, dtype=x.dtype))
    return torch.to(torch.mul(shifted, torch.tensor(scale, dtype=x.dtype)), 6)

def ml_Normalizer(X: Tensor, *, norm: str = "MAX") -> Tensor:
    x = self._tabular_real(X)
    if norm == "MAX":
        size = torch.amax(x, [-1], True)
    elif norm == "L1":
        size = torch.sum(torch.abs(x), [-1], True)
    else:
        size = torch.sqrt(torch.sum(torch.mul(x, x), [-1], True))
    return torch.to(torch.true_divide(x, torch.where(torch.eq(size, 0), 1, size)), 6)

def _linear(X: Tensor, coefficients: List[float], intercepts: Optional[List[float]]) -> Tensor:
    x = torch.to(self._table(X), 6)
    weights = torch.reshape(torch.tensor(coefficients, dtype=6), [-1, torch.size(x, 1)])
    scores = torch.matmul(x, torch.transpose(weights, 0, 1))
    if intercepts is not None:
        scores = torch.add(scores, torch.tensor(intercepts, dtype=6))
    return scores

def ml_LinearRegressor(X: Tensor, *, coefficients: List[float], intercepts: Optional[List[float]] = None, targets: int = 1, post_transform: str = "NONE") -> Tensor:
    return self._transform(self._linear(X, coefficients, intercepts), post_transform)

def ml_LinearClassifier(X: Tensor, *, classlabels_ints: List[int], coefficients: List[float], intercepts: Optional[List[float]] = None, multi_class: int = 0, post_transform: str = "NONE") -> Tuple[Tensor, Tensor]:
    scores = self._linear(X, coefficients, intercepts)
    if torch.size(scores, 1) < 2:
        ops.prim.RaiseException("a classifier of a single score", "builtins.RuntimeError")
    labels = torch.take(torch.tensor(classlabels_ints), torch.argmax(scores, 1))
    return (labels, self._transform(scores, post_transform))

# Places of nodes by tree and number.
def _found(trees: Tensor, numbers: Tensor, allTrees: Tensor, allNumbers: Tensor) -> Tensor:
    width = int(torch.max(allNumbers)) + 1
    table = torch.zeros([(int(torch.max(allTrees)) + 1) * width], dtype=4)
    keys = torch.add(torch.mul(allTrees, width), allNumbers)
    table = torch.scatter(table, 0, keys, torch.arange(torch.numel(keys)))
    return torch.take(table, torch.add(torch.mul(trees, width), numbers))

def _branch(kind: str) -> int:
    if kind == "LEAF":
        return -1
    kinds = ["BRANCH_LEQ", "BRANCH_LT", "BRANCH_GTE", "BRANCH_GT", "BRANCH_EQ", "BRANCH_NEQ"]
    for i in range(len(kinds)):
        if kinds[i] == kind:
            return i
    ops.prim.RaiseException("a comparison of another kind", "builtins.RuntimeError")
    return -1

def _compare(x: Tensor, value: Tensor, kind: int) -> Tensor:
    if kind == 0:
        return torch.le(x, value)
    if kind == 1:
        return torch.lt(x, value)
    if kind == 2:
        return torch.ge(x, value)
    if kind == 3:
        return torch.gt(x, value)
    return torch.eq(x, value) if kind == 4 else torch.ne(x, value)

# Where each row ends in each tree. All rows go down all trees together; leaves, of kind -1, lead to themselves.
def _descend(x: Tensor, roots: Tensor, kinds: Tensor, features: Tensor, values: Tensor, yes: Tensor, no: Tensor, missing: Optional[Tensor], members: Optional[Tensor]) -> Tensor:
    seen, inverse = torch._unique(kinds, True, True)
    at = torch.expand(roots, [torch.size(x, 0), torch.numel(roots)])
    moves = True
    while moves:
        found = torch.gather(x, 1, torch.take(features, at))
        limit = torch.take(values, at)
        goes = torch.zeros_like(at, dtype=11)
        for kind in self._ints(seen):
            if kind == 6 and members is not None:
                sets = torch.sub(torch.cumsum(torch.to(torch.eq(kinds, 6), 4), 0), 1)
                lists = torch.cumsum(torch.to(torch.isnan(members), 4), 0)
                same = torch.eq(torch.unsqueeze(torch.take(sets, at), -1), lists)
                holds = torch.any(torch.logical_and(same, torch.eq(torch.unsqueeze(found, -1), members)), -1)
            else:
                holds = self._compare(found, limit, kind)
            goes = torch.where(torch.eq(torch.take(kinds, at), kind), holds, goes)
        if missing is not None:
            tracks = torch.ne(torch.take(missing, at), 0)
            goes = torch.logical_or(goes, torch.logical_and(tracks, torch.isnan(found)))
        next = torch.where(goes, torch.take(yes, at), torch.take(no, at))
        moves = not torch.equal(next, at)
        at = next
    return at

def _leaves(x: Tensor, trees: Tensor, numbers: Tensor, features: List[int], modes: List[str], values: List[float], trues: List[int], falses: List[int], missing: Optional[List[int]]) -> Tensor:
    kinds = annotate(List[int], [])
    last = ""
    kind = -1
    for mode in modes:
        if mode != last:
            kind = self._branch(mode)
            last = mode
        kinds.append(kind)
    own = torch.arange(len(modes))
    leaf = torch.lt(torch.tensor(kinds, dtype=4), 0)
    none = torch.zeros_like(own)
    yes = torch.where(leaf, none, torch.tensor(trues, dtype=4))
    no = torch.where(leaf, none, torch.tensor(falses, dtype=4))
    yes = torch.where(leaf, own, self._found(trees, yes, trees, numbers))
    no = torch.where(leaf, own, self._found(trees, no, trees, numbers))
    feature = torch.where(leaf, none, torch.tensor(features, dtype=4))
    names, inverse, counts = torch._unique2(trees, True, True, True)
    roots = torch.scatter_reduce(torch.full([torch.numel(names)], len(modes), dtype=4), 0, inverse, own, "amin")
    tracks = annotate(Optional[Tensor], None)
    if missing is not None:
        tracks = torch.tensor(missing, dtype=4)
    return self._descend(x, roots, torch.tensor(kinds, dtype=4), feature, torch.tensor(values, dtype=x.dtype), yes, no, tracks, None)

# The votes of the leaves where the rows ended, of all trees together: a column for each target.
def _votes(leaves: Tensor, places: Tensor, ids: List[int], weights: List[float], nodes: int, targets: int, how: str, type: int) -> Tensor:
    keys = torch.add(torch.mul(places, targets), torch.tensor(ids, dtype=4))
    given = torch.tensor(weights, dtype=type)
    size = [nodes * targets]
    if how == "MIN" or how == "MAX":
        kind = "amin" if how == "MIN" else "amax"
        worst = float("inf") if how == "MIN" else -float("inf")
        votes = torch.scatter_reduce(torch.full(size, worst, dtype=type), 0, keys, given, kind)
        found = torch.embedding(torch.reshape(votes, [nodes, targets]), leaves)
        best = torch.amin(found, [1]) if how == "MIN" else torch.amax(found, [1])
        return torch.where(torch.isinf(best), 0.0, best)
    votes = torch.scatter_add(torch.zeros(size, dtype=type), 0, keys, given)
    found = torch.embedding(torch.reshape(votes, [nodes, targets]), leaves)
    total = torch.sum(found, [1])
    return torch.mul(total, 1.0 / float(torch.size(leaves, 1))) if how == "AVERAGE" else total

def ml_TreeEnsembleRegressor(X: Tensor, *, n_targets: int, nodes_falsenodeids: List[int], nodes_featureids: List[int], nodes_modes: List[str], nodes_nodeids: List[int], nodes_treeids: List[int], nodes_truenodeids: List[int], nodes_values: List[float], target_ids: List[int], target_nodeids: List[int], target_treeids: List[int], target_weights: List[float], aggregate_function: str = "SUM", base_values: Optional[List[float]] = None, nodes_hitrates: Optional[List[float]] = None, nodes_missing_value_tracks_true: Optional[List[int]] = None, post_transform: str = "NONE") -> Tensor:
    x = self._table(X)
    trees = torch.tensor(nodes_treeids, dtype=4)
    numbers = torch.tensor(nodes_nodeids, dtype=4)
    leaves = self._leaves(x, trees, numbers, nodes_featureids, nodes_modes, nodes_values, nodes_truenodeids, nodes_falsenodeids, nodes_missing_value_tracks_true)
    places = self._found(torch.tensor(target_treeids, dtype=4), torch.tensor(target_nodeids, dtype=4), trees, numbers)
    scores = self._votes(leaves, places, target_ids, target_weights, len(nodes_modes), n_targets, aggregate_function, x.dtype)
    if base_values is not None:
        scores = torch.add(scores, torch.tensor(base_values, dtype=x.dtype))
    return torch.to(self._transform(scores, post_transform), 6)

# With two classes, all votes may be for one of them. Votes that are all positive are then probabilities,
# others are scores around zero.
def ml_TreeEnsembleClassifier(X: Tensor, *, class_ids: List[int], class_nodeids: List[int], class_treeids: List[int], class_weights: List[float], classlabels_int64s: List[int], nodes_falsenodeids: List[int], nodes_featureids: List[int], nodes_modes: List[str], nodes_nodeids: List[int], nodes_treeids: List[int], nodes_truenodeids: List[int], nodes_values: List[float], base_values: Optional[List[float]] = None, nodes_hitrates: Optional[List[float]] = None, nodes_missing_value_tracks_true: Optional[List[int]] = None, post_transform: str = "NONE") -> Tuple[Tensor, Tensor]:
    x = self._table(X)
    trees = torch.tensor(nodes_treeids, dtype=4)
    numbers = torch.tensor(nodes_nodeids, dtype=4)
    leaves = self._leaves(x, trees, numbers, nodes_featureids, nodes_modes, nodes_values, nodes_truenodeids, nodes_falsenodeids, nodes_missing_value_tracks_true)
    places = self._found(torch.tensor(class_treeids, dtype=4), torch.tensor(class_nodeids, dtype=4), trees, numbers)
    classes = len(classlabels_int64s)
    labels = torch.tensor(classlabels_int64s, dtype=4)
    scores = self._votes(leaves, places, class_ids, class_weights, len(nodes_modes), classes, "SUM", x.dtype)
    oneClass = classes == 2
    positive = True
    id = class_ids[0]
    for i in range(len(class_ids)):
        oneClass = oneClass and class_ids[i] == class_ids[0]
        positive = positive and class_weights[i] >= 0.0
    if classes < 2:
        ops.prim.RaiseException("a classifier of a single class", "builtins.RuntimeError")
    if not oneClass:
        if base_values is not None:
            scores = torch.add(scores, torch.tensor(base_values, dtype=x.dtype))
        best = torch.take(labels, torch.argmax(scores, 1))
        return (best, torch.to(self._transform(scores, post_transform), 6))
    if id == 1 and base_values is not None:
        ops.prim.RaiseException("base values where all votes are for the second class", "builtins.RuntimeError")
    score = torch.select(scores, 1, id)
    if base_values is not None:
        score = torch.add(score, base_values[len(base_values) - 1])
    if positive:
        both = torch.stack([torch.sub(torch.ones_like(score), score), score], 1)
        wins = torch.gt(score, 0.5)
    else:
        both = torch.stack([torch.neg(score), score], 1)
        if post_transform == "LOGISTIC":
            both = torch.sigmoid(both)
        wins = torch.gt(score, 0)
    chosen = torch.where(wins, torch.select(labels, 0, 1), torch.select(labels, 0, 0))
    if id == 1:
        return (chosen, torch.to(self._transform(scores, post_transform), 6))
    if post_transform != "NONE" and (positive or post_transform != "LOGISTIC"):
        ops.prim.RaiseException("this transformation of the score of one class", "builtins.RuntimeError")
    return (chosen, torch.to(both, 6))

def ml_TreeEnsemble(X: Tensor, *, leaf_targetids: List[int], leaf_weights: Tensor, nodes_falseleafs: List[int], nodes_falsenodeids: List[int], nodes_featureids: List[int], nodes_modes: Tensor, nodes_splits: Tensor, nodes_trueleafs: List[int], nodes_truenodeids: List[int], tree_roots: List[int], aggregate_function: int = 1, membership_values: Optional[Tensor] = None, n_targets: int = 1, nodes_hitrates: Optional[Tensor] = None, nodes_missing_value_tracks_true: Optional[List[int]] = None, post_transform: int = 0) -> Tensor:
    x = torch.to(self._table(X), nodes_splits.dtype)
    nodes = len(nodes_featureids)
    count = len(leaf_targetids)
    leaves = torch.arange(nodes, nodes + count)
    zeros = torch.zeros([count], dtype=4)
    yes = torch.add(torch.tensor(nodes_truenodeids), torch.mul(torch.tensor(nodes_trueleafs), nodes))
    no = torch.add(torch.tensor(nodes_falsenodeids), torch.mul(torch.tensor(nodes_falseleafs), nodes))
    kinds = torch.cat([torch.to(nodes_modes, 4), torch.sub(zeros, 1)])
    features = torch.cat([torch.tensor(nodes_featureids), zeros])
    splits = torch.cat([nodes_splits, torch.to(zeros, nodes_splits.dtype)])
    tracks = annotate(Optional[Tensor], None)
    if nodes_missing_value_tracks_true is not None:
        tracks = torch.cat([torch.tensor(nodes_missing_value_tracks_true), zeros])
    at = self._descend(x, torch.tensor(tree_roots), kinds, features, splits, torch.cat([yes, leaves]), torch.cat([no, leaves]), tracks, membership_values)
    how = ["AVERAGE", "SUM", "MIN", "MAX"]
    weights = annotate(List[float], torch.to(leaf_weights, 7).tolist())
    scores = self._votes(at, leaves, leaf_targetids, weights, nodes + count, n_targets, how[aggregate_function], x.dtype)
    kind = ["NONE", "SOFTMAX", "LOGISTIC", "SOFTMAX_ZERO", "PROBIT"]
    return self._same(self._transform(scores, kind[post_transform]), X)

def _encode(X: Tensor, keys: Tensor, values: Tensor, other: Tensor, nan: bool) -> Tensor:
    x = torch.unsqueeze(X, -1)
    same = torch.eq(x, keys)
    if nan and torch.is_floating_point(keys):
        same = torch.logical_or(same, torch.logical_and(torch.isnan(x), torch.isnan(keys)))
    found = torch.take(values, torch.argmax(torch.to(same, 0), -1))
    return torch.where(torch.any(same, -1), found, other)

def ml_LabelEncoder_2(X: Tensor, *, default_float: float = -0.0, default_int64: int = -1, keys_floats: Optional[List[float]] = None, keys_int64s: Optional[List[int]] = None, values_floats: Optional[List[float]] = None, values_int64s: Optional[List[int]] = None) -> Tensor:
    keys = torch.zeros([0], dtype=4)
    if keys_floats is not None:
        keys = torch.tensor(keys_floats, dtype=6)
    elif keys_int64s is not None:
        keys = torch.tensor(keys_int64s, dtype=4)
    if values_floats is not None:
        return self._encode(X, keys, torch.tensor(values_floats, dtype=6), torch.tensor(default_float, dtype=6), False)
    values = torch.zeros([0], dtype=4)
    if values_int64s is not None:
        values = torch.tensor(values_int64s, dtype=4)
    return self._encode(X, keys, values, torch.tensor(default_int64, dtype=4), False)

# From version 4 on, NaN is a key like others.
def ml_LabelEncoder_4(X: Tensor, *, default_float: float = -0.0, default_int64: int = -1, default_tensor: Optional[Tensor] = None, keys_floats: Optional[List[float]] = None, keys_int64s: Optional[List[int]] = None, keys_tensor: Optional[Tensor] = None, values_floats: Optional[List[float]] = None, values_int64s: Optional[List[int]] = None, values_tensor: Optional[Tensor] = None) -> Tensor:
    keys = torch.zeros([0], dtype=4)
    if keys_floats is not None:
        keys = torch.tensor(keys_floats, dtype=6)
    elif keys_int64s is not None:
        keys = torch.tensor(keys_int64s, dtype=4)
    elif keys_tensor is not None:
        keys = keys_tensor
    values = torch.zeros([0], dtype=4)
    other = torch.tensor(default_int64, dtype=4)
    if values_floats is not None:
        values = torch.tensor(values_floats, dtype=6)
        other = torch.tensor(default_float, dtype=6)
    elif values_int64s is not None:
        values = torch.tensor(values_int64s, dtype=4)
    elif values_tensor is not None:
        values = values_tensor
        other = torch.full([], default_float if torch.is_floating_point(values) else float(default_int64), dtype=values.dtype)
    if default_tensor is not None:
        other = torch.reshape(default_tensor, annotate(List[int], []))
    return self._encode(X, keys, values, other, True)

# A tensor that is there, as optional values are in PyTorch.
def OptionalHasElement(input: Optional[Tensor]) -> Tensor:
    return torch.tensor(input is not None)

def OptionalGetElement(input: Tensor) -> Tensor:
    return input

def Optional(input: Tensor) -> Tensor:
    return input
