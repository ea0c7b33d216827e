# Attention and what goes with it. ONNX 1.23 corrected what Attention had meant since 1.19 without a new opset: heads of
# groups are neighbours, softcap comes before the mask, causal masks count what is past, rows without a key are zero.
# Here, as in ONNX Runtime, it has the corrected meaning.

# [batch, length, heads · size] to [batch, heads, length, size].
def _heads(x: Tensor, heads: int) -> Tensor:
    shape = [torch.size(x, 0), torch.size(x, 1), heads, torch.size(x, 2) // max(heads, 1)]
    return torch.transpose(torch.reshape(x, shape), 1, 2)

def _merge(x: Tensor) -> Tensor:
    moved = torch.transpose(x, 1, 2)
    return torch.reshape(moved, [torch.size(moved, 0), torch.size(moved, 1), torch.size(moved, 2) * torch.size(moved, 3)])

# Zero where attention is allowed, minus infinity elsewhere.
def _bias(allowed: Tensor, type: int) -> Tensor:
    return torch.masked_fill(torch.zeros_like(allowed, dtype=type), torch.logical_not(allowed), float("-inf"))

def _attention(Q: Tensor, K: Tensor, V: Tensor, attn_mask: Optional[Tensor], past_key: Optional[Tensor], past_value: Optional[Tensor], nonpad: Optional[Tensor], is_causal: int, kv_num_heads: int, q_num_heads: int, mode: int, scale: Optional[float], softcap: float, softmax_precision: int, left: int, right: int, outputs: int) -> List[Tensor]:
    q = Q
    k = K
    v = V
    if torch.dim(Q) == 3:
        if q_num_heads <= 0 or kv_num_heads <= 0:
            ops.prim.RaiseException("no numbers of heads", "builtins.RuntimeError")
        q = self._heads(Q, q_num_heads)
        k = self._heads(K, kv_num_heads)
        v = self._heads(V, kv_num_heads)
    past = 0
    if past_key is not None:
        past = torch.size(past_key, 2)
        k = torch.cat([past_key, k], 2)
    if past_value is not None:
        v = torch.cat([past_value, v], 2)
    present_key = k
    present_value = v
    type = q.dtype
    queries = torch.size(q, 2)
    keys = torch.size(k, 2)
    bias = torch.zeros([1, 1, queries, keys], dtype=type)
    is_masked = False
    if attn_mask is not None:
        mask = attn_mask
        if mask.dtype == 11:
            mask = self._bias(mask, type)
        missing = keys - torch.size(mask, -1)
        if missing > 0:
            mask = torch.constant_pad_nd(mask, [0, missing], float("-inf"))
        bias = torch.add(bias, mask)
        is_masked = True
    ahead = torch.sub(torch.unsqueeze(torch.arange(keys), 0), torch.unsqueeze(torch.arange(queries), 1))
    ahead = torch.reshape(torch.sub(ahead, past), [1, 1, queries, keys])
    if nonpad is not None:
        valid = torch.reshape(nonpad, [-1, 1, 1, 1])
        bias = torch.add(bias, self._bias(torch.lt(torch.reshape(torch.arange(keys), [1, 1, 1, -1]), valid), type))
        ahead = torch.sub(ahead, torch.sub(valid, queries))
        is_masked = True
    if is_causal != 0:
        bias = torch.add(bias, self._bias(torch.le(ahead, 0), type))
        is_masked = True
    if left >= 0:
        bias = torch.add(bias, self._bias(torch.ge(ahead, -left), type))
        is_masked = True
    if right >= 0:
        bias = torch.add(bias, self._bias(torch.le(ahead, right), type))
        is_masked = True
    groups = torch.size(k, 1)
    if torch.size(q, 1) != groups:
        if groups == 0 or torch.size(q, 1) % max(groups, 1) != 0:
            ops.prim.RaiseException("heads of queries that are no multiple of those of keys", "builtins.RuntimeError")
        k = torch.repeat_interleave(k, torch.size(q, 1) // groups, 1)
        v = torch.repeat_interleave(v, torch.size(q, 1) // groups, 1)
    factor = 1.0 / torch.sqrt(float(torch.size(q, 3)))
    if scale is not None:
        factor = scale
    root = torch.sqrt(factor)
    scores = torch.matmul(torch.mul(q, root), torch.transpose(torch.mul(k, root), 2, 3))
    shown = scores
    if softcap > 0.0:
        scores = torch.mul(torch.tanh(torch.div(scores, softcap)), softcap)
    if mode == 1:
        shown = scores
    if is_masked:
        scores = torch.add(scores, bias)
    if mode == 2:
        shown = scores
    weights = scores
    if softmax_precision != 0:
        weights = torch.to(weights, self._type(softmax_precision))
    weights = torch.softmax(weights, -1)
    if is_masked:
        empty = torch.eq(torch.amax(bias, [-1], True), float("-inf"))
        weights = torch.masked_fill(weights, empty, 0.0)
    weights = self._same(weights, q)
    if mode == 3:
        shown = weights
    y = torch.matmul(weights, v)
    if torch.dim(Q) == 3:
        y = self._merge(y)
    return [y, present_key, present_value, shown]

def Attention(Q: Tensor, K: Tensor, V: Tensor, attn_mask: Optional[Tensor], past_key: Optional[Tensor], past_value: Optional[Tensor], nonpad_kv_seqlen: Optional[Tensor], *, _outputs: int, is_causal: int = 0, kv_num_heads: int = 0, left_window_size: int = -1, q_num_heads: int = 0, qk_matmul_output_mode: int = 0, right_window_size: int = -1, scale: Optional[float] = None, softcap: float = 0.0, softmax_precision: int = 0) -> List[Tensor]:
    return self._attention(Q, K, V, attn_mask, past_key, past_value, nonpad_kv_seqlen, is_causal, kv_num_heads, q_num_heads, qk_matmul_output_mode, scale, softcap, softmax_precision, left_window_size, right_window_size, _outputs)

# x [batch, length, heads, size]; cosines and sines [batch, length, half].
def _rotate(x: Tensor, cosines: Tensor, sines: Tensor, size: int, interleaved: bool) -> Tensor:
    turned = torch.slice(x, -1, 0, size)
    rest = torch.slice(x, -1, size)
    # ONNX's tests have caches that are wider than what is turned
    c = torch.unsqueeze(torch.slice(cosines, -1, 0, size // 2), 2)
    s = torch.unsqueeze(torch.slice(sines, -1, 0, size // 2), 2)
    if interleaved:
        a = torch.slice(turned, -1, 0, size, 2)
        b = torch.slice(turned, -1, 1, size, 2)
    else:
        a = torch.slice(turned, -1, 0, size // 2)
        b = torch.slice(turned, -1, size // 2, size)
    real = torch.sub(torch.mul(c, a), torch.mul(s, b))
    imaginary = torch.add(torch.mul(s, a), torch.mul(c, b))
    if interleaved:
        result = torch.flatten(torch.stack([real, imaginary], -1), -2)
    else:
        result = torch.cat([real, imaginary], -1)
    return torch.cat([result, rest], -1)

def RotaryEmbedding(X: Tensor, cos_cache: Tensor, sin_cache: Tensor, position_ids: Optional[Tensor], *, interleaved: int = 0, num_heads: int = 0, rotary_embedding_dim: int = 0) -> Tensor:
    if torch.dim(X) == 4:
        x = torch.transpose(X, 1, 2)
    else:
        if num_heads <= 0:
            ops.prim.RaiseException("no num_heads", "builtins.RuntimeError")
        x = torch.reshape(X, [torch.size(X, 0), torch.size(X, 1), num_heads, -1])
    size = rotary_embedding_dim
    if size == 0:
        size = torch.size(x, 3)
    cosines = cos_cache
    sines = sin_cache
    if position_ids is not None:
        cosines = torch.embedding(cos_cache, position_ids)
        sines = torch.embedding(sin_cache, position_ids)
    result = self._rotate(x, cosines, sines, size, interleaved != 0)
    if torch.dim(X) == 4:
        return torch.transpose(result, 1, 2)
    return torch.reshape(result, torch.size(X))

def microsoft_Gelu(X: Tensor) -> Tensor:
    return torch.gelu(X)

def microsoft_BiasGelu(A: Tensor, B: Tensor) -> Tensor:
    return torch.gelu(torch.add(A, B))

def microsoft_FastGelu(X: Tensor, bias: Optional[Tensor]) -> Tensor:
    x = X
    if bias is not None:
        x = torch.add(X, bias)
    cubic = torch.add(torch.mul(torch.mul(torch.mul(x, x), x), 0.044715), x)
    return torch.mul(torch.mul(x, 0.5), torch.add(torch.tanh(torch.mul(cubic, 0.7978845608028654)), 1.0))

def microsoft_QuickGelu(X: Tensor, *, alpha: float = 1.702) -> Tensor:
    return torch.mul(X, torch.sigmoid(torch.mul(X, alpha)))

# The mean and the inverse deviation are float32 whatever the type is.
def _normalized(x: Tensor, gamma: Tensor, beta: Optional[Tensor], epsilon: float) -> List[Tensor]:
    y, mean, inverse = torch.native_layer_norm(x, [torch.size(x, -1)], gamma, beta, epsilon)
    return [y, torch.to(mean, 6), torch.to(inverse, 6)]

def microsoft_SkipLayerNormalization(input: Tensor, skip: Tensor, gamma: Tensor, beta: Optional[Tensor], bias: Optional[Tensor], *, epsilon: float = 1e-12) -> List[Tensor]:
    total = torch.add(input, skip)
    if bias is not None:
        total = torch.add(total, bias)
    result = self._normalized(total, gamma, beta, epsilon)
    result.append(total)
    return result

def microsoft_SkipSimplifiedLayerNormalization(input: Tensor, skip: Tensor, gamma: Tensor, bias: Optional[Tensor], *, epsilon: float = 1e-12) -> List[Tensor]:
    total = torch.add(input, skip)
    if bias is not None:
        total = torch.add(total, bias)
    y, inverse = self._rms_norm(total, gamma, -1, epsilon, 1)
    return [y, inverse, inverse, total]

def _embedded(input_ids: Tensor, segment_ids: Optional[Tensor], word_embedding: Tensor, position_embedding: Tensor, segment_embedding: Optional[Tensor], gamma: Tensor, beta: Tensor, mask: Optional[Tensor], position_ids: Optional[Tensor], epsilon: float) -> List[Tensor]:
    total = torch.embedding(word_embedding, input_ids)
    if position_ids is not None:
        total = torch.add(total, torch.embedding(position_embedding, position_ids))
    else:
        total = torch.add(total, torch.slice(position_embedding, 0, 0, torch.size(input_ids, 1)))
    if segment_ids is not None:
        if segment_embedding is None:
            ops.prim.RaiseException("segments without an embedding", "builtins.RuntimeError")
        else:
            total = torch.add(total, torch.embedding(segment_embedding, segment_ids))
    index = torch.zeros([torch.size(input_ids, 0)], dtype=3)
    if mask is not None:
        index = torch.to(torch.sum(torch.eq(mask, 1), [1]), 3)
    return [self._normalized(total, gamma, beta, epsilon)[0], index, total]

def microsoft_EmbedLayerNormalization(input_ids: Tensor, segment_ids: Optional[Tensor], word_embedding: Tensor, position_embedding: Tensor, segment_embedding: Optional[Tensor], gamma: Tensor, beta: Tensor, mask: Optional[Tensor], position_ids: Optional[Tensor], *, epsilon: float = 1e-12, mask_index_type: int = 0) -> List[Tensor]:
    return self._embedded(input_ids, segment_ids, word_embedding, position_embedding, segment_embedding, gamma, beta, mask, position_ids, epsilon)

def microsoft_QEmbedLayerNormalization(input_ids: Tensor, segment_ids: Optional[Tensor], word: Tensor, position: Tensor, segment: Optional[Tensor], gamma: Tensor, beta: Tensor, mask: Optional[Tensor], word_scale: Tensor, position_scale: Tensor, segment_scale: Optional[Tensor], gamma_scale: Tensor, beta_scale: Tensor, word_zero: Tensor, position_zero: Tensor, segment_zero: Optional[Tensor], gamma_zero: Tensor, beta_zero: Tensor, *, epsilon: float = 1e-12) -> List[Tensor]:
    segments = annotate(Optional[Tensor], None)
    if segment is not None and segment_scale is not None:
        segments = self._dequantized(segment, segment_scale, segment_zero)
    return self._embedded(input_ids, segment_ids, self._dequantized(word, word_scale, word_zero), self._dequantized(position, position_scale, position_zero), segments, self._dequantized(gamma, gamma_scale, gamma_zero), self._dequantized(beta, beta_scale, beta_zero), mask, None, epsilon)

# Scores of keys that may not be seen get a great negative number, as in ONNX Runtime, not minus infinity.
def _fused_attention(q: Tensor, k: Tensor, v: Tensor, mask: Optional[Tensor], bias: Optional[Tensor], past: int, scale: float, fill: float, unidirectional: int) -> Tensor:
    factor = scale
    if factor == 0.0:
        factor = 1.0 / torch.sqrt(float(torch.size(q, 3)))
    queries = torch.size(q, 2)
    keys = torch.size(k, 2)
    scores = torch.mul(torch.matmul(q, torch.transpose(k, 2, 3)), factor)
    if bias is not None:
        scores = torch.add(scores, bias)
    added = torch.zeros([1, 1, queries, keys], dtype=q.dtype)
    if mask is not None:
        batch = torch.size(q, 0)
        if torch.dim(mask) == 1:
            if torch.size(mask, 0) != batch:
                ops.prim.RaiseException("a mask of starts and ends", "builtins.RuntimeError")
            seen = torch.reshape(torch.lt(torch.unsqueeze(torch.arange(keys), 0), torch.unsqueeze(mask, 1)), [batch, 1, 1, keys])
        elif torch.dim(mask) == 2:
            seen = torch.reshape(torch.ne(mask, 0), [batch, 1, 1, keys])
        elif torch.dim(mask) == 3:
            seen = torch.reshape(torch.ne(mask, 0), [batch, 1, queries, keys])
        else:
            ops.prim.RaiseException("a mask of this shape", "builtins.RuntimeError")
            seen = torch.ne(mask, 0)
        added = torch.masked_fill(torch.expand(added, [batch, 1, queries, keys]), torch.logical_not(seen), fill)
    if unidirectional != 0:
        ahead = torch.sub(torch.unsqueeze(torch.arange(keys), 0), torch.unsqueeze(torch.arange(queries), 1))
        lowest = -3.4028234663852886e38
        if q.dtype == 5:
            lowest = -65504.0
        elif q.dtype == 15:
            lowest = -3.3895313892515355e38
        added = torch.masked_fill(added, torch.gt(ahead, past), lowest)
    scores = torch.add(scores, added)
    return torch.matmul(torch.softmax(scores, -1), v)

def microsoft_MultiHeadAttention(query: Tensor, key: Optional[Tensor], value: Optional[Tensor], bias: Optional[Tensor], key_padding_mask: Optional[Tensor], attention_bias: Optional[Tensor], past_key: Optional[Tensor], past_value: Optional[Tensor], *, num_heads: int, mask_filter_value: float = -10000.0, scale: float = 0.0, unidirectional: int = 0) -> List[Tensor]:
    width = torch.size(query, 2)
    plain = query
    k = query
    v = query
    if key is not None:
        k = key
    if value is not None:
        v = value
    if torch.dim(query) != 3 or key is None or value is None or torch.dim(k) == 5:
        ops.prim.RaiseException("packed queries, keys or values", "builtins.RuntimeError")
    if bias is not None:
        plain = torch.add(query, torch.slice(bias, 0, 0, width))
        if torch.dim(k) != 3:
            ops.prim.RaiseException("a bias of keys that have heads", "builtins.RuntimeError")
        k = torch.add(k, torch.slice(bias, 0, width, 2 * width))
        v = torch.add(v, torch.slice(bias, 0, 2 * width))
    q = self._heads(plain, num_heads)
    if torch.dim(k) == 3:
        k = self._heads(k, num_heads)
        v = self._heads(v, num_heads)
    past = 0
    if past_key is not None:
        past = torch.size(past_key, 2)
        k = torch.cat([past_key, k], 2)
    if past_value is not None:
        v = torch.cat([past_value, v], 2)
    y = self._fused_attention(q, k, v, key_padding_mask, attention_bias, past, scale, mask_filter_value, unidirectional)
    return [self._merge(y), k, v]

# Queries, keys and values beside each other in the last axis.
def _of_projection(all: Tensor, mask_index: Optional[Tensor], past: Optional[Tensor], attention_bias: Optional[Tensor], num_heads: int, mask_filter_value: float, qkv_hidden_sizes: List[int], scale: float, unidirectional: int) -> List[Tensor]:
    width = torch.size(all, 2) // 3
    middle = 2 * width
    if len(qkv_hidden_sizes) == 3:
        width = qkv_hidden_sizes[0]
        middle = width + qkv_hidden_sizes[1]
    q = self._heads(torch.slice(all, 2, 0, width), num_heads)
    k = self._heads(torch.slice(all, 2, width, middle), num_heads)
    v = self._heads(torch.slice(all, 2, middle), num_heads)
    before = 0
    if past is not None:
        before = torch.size(past, 3)
        k = torch.cat([torch.select(past, 0, 0), k], 2)
        v = torch.cat([torch.select(past, 0, 1), v], 2)
    y = self._fused_attention(q, k, v, mask_index, attention_bias, before, scale, mask_filter_value, unidirectional)
    if torch.size(k, 3) == torch.size(v, 3):
        return [self._merge(y), torch.stack([k, v])]
    return [self._merge(y)]

def microsoft_Attention(input: Tensor, weights: Tensor, bias: Optional[Tensor], mask_index: Optional[Tensor], past: Optional[Tensor], attention_bias: Optional[Tensor], *, num_heads: int, mask_filter_value: float = -10000.0, qkv_hidden_sizes: List[int] = [], scale: float = 0.0, unidirectional: int = 0) -> List[Tensor]:
    all = torch.matmul(input, weights)
    if bias is not None:
        all = torch.add(all, bias)
    return self._of_projection(all, mask_index, past, attention_bias, num_heads, mask_filter_value, qkv_hidden_sizes, scale, unidirectional)

def microsoft_QAttention(input: Tensor, weight: Tensor, bias: Tensor, input_scale: Tensor, weight_scale: Tensor, mask_index: Optional[Tensor], input_zero_point: Optional[Tensor], weight_zero_point: Optional[Tensor], past: Optional[Tensor], *, num_heads: int, mask_filter_value: float = -10000.0, scale: float = 0.0, unidirectional: int = 0) -> List[Tensor]:
    first = torch.to(input, 3)
    if input_zero_point is not None:
        first = self._zero_of(input, self._of_rows(input_zero_point))
    second = torch.to(weight, 3)
    if weight_zero_point is not None:
        second = self._zero_of(weight, self._of_columns(weight_zero_point))
    factor = torch.mul(self._scalar(input_scale), self._of_columns(weight_scale))
    all = self._scaled_product(first, second, factor, bias)
    return self._of_projection(all, mask_index, past, None, num_heads, mask_filter_value, annotate(List[int], []), scale, unidirectional)
