import ModelGraph

/// What tensors are called on the tape: each trip of a loop makes its tensors anew, and what is handed out
/// of a graph within a layer is known there by another name.
struct TapeNames {
  /// By the tensor's place in the graph; nil where it is called as it is.
  private var ids: JournaledArray<TensorID?>
  private var storages: JournaledArray<TensorID?>
  /// How many parts of a tensor an input of a scan's body is one of.
  private(set) var parts: [TensorID: Int] = [:]
  private var next: TensorID
  /// How deep loops stand within one another here.
  var depth = 0
  /// How often what is being walked is done.
  var runs = Count(1)

  /// The names of a graph's tensors; of none where nothing is trained.
  init(of graph: Graph, isTraining: Bool) {
    ids = JournaledArray(repeating: nil, count: isTraining ? graph.tensors.count : 0)
    storages = ids
    next = graph.tensors.count
  }

  /// What a tensor is called now.
  func id(_ id: TensorID) -> TensorID { ids.indices.contains(id) ? ids[id] ?? id : id }

  /// What a storage is called now.
  func storage(_ id: TensorID) -> TensorID {
    storages.indices.contains(id) ? storages[id] ?? id : id
  }

  /// A layer makes a tensor, which has storage of its own where `ownsStorage`.
  mutating func make(_ id: TensorID, ownsStorage: Bool) {
    guard depth > 0, ids.indices.contains(id) else { return }
    ids[id] = next
    if ownsStorage { storages[id] = next }
    next += 1
  }

  /// A tensor is what `name` calls on the tape; nil: by itself.
  mutating func call(_ id: TensorID, _ name: TensorID?) {
    guard ids.indices.contains(id) else { return }
    ids[id] = name
  }

  /// A tensor is one of `count` parts of what `name` calls on the tape.
  mutating func call(_ id: TensorID, _ name: TensorID?, oneOf count: Int) {
    guard ids.indices.contains(id) else { return }
    ids[id] = name
    parts[id] = count
  }
}

extension TapeNames {
  /// A state to which the names can go back.
  struct Mark {
    fileprivate var ids: Int
    fileprivate var storages: Int
  }

  /// Names that were taken back.
  struct Undone {
    fileprivate var ids: JournaledArray<TensorID?>.Changes
    fileprivate var storages: JournaledArray<TensorID?>.Changes
  }

  /// Begins something that may be taken back.
  mutating func mark() -> Mark { Mark(ids: ids.mark(), storages: storages.mark()) }

  /// What was done since the last mark stays.
  mutating func keep() {
    ids.keep()
    storages.keep()
  }

  /// Takes back what was done since `mark`, the last one.
  mutating func undo(to mark: Mark) -> Undone {
    Undone(ids: ids.undo(to: mark.ids), storages: storages.undo(to: mark.storages))
  }

  /// Does again what was taken back.
  mutating func redo(_ undone: Undone) {
    ids.redo(undone.ids)
    storages.redo(undone.storages)
  }
}
