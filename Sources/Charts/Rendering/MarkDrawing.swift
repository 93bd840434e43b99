import Reports

/// The marks of a chart: layers, whole networks, what was measured.
struct MarkDrawing {
  let figure: RooflineFigure
  let frame: ChartFrame

  /// The radius of a mark whose layer takes all of the time, and the smallest radius, in pixels.
  static let radii = (whole: 32.0, smallest: 2.5)

  /// The radius at which the area is as a layer's part of the time.
  static func radius(of share: Double) -> Double {
    max(radii.smallest, radii.whole * share.squareRoot())
  }

  /// The layers in the plot, the largest first, so that they hide no smaller one.
  var layers: [LayerMark] {
    figure.layers.filter { frame.shows($0.intensity, $0.flopsPerSecond) }
      .sorted { $0.share > $1.share }
  }

  /// The networks in the plot.
  var networks: [NetworkMark] {
    figure.networks.filter { frame.shows($0.intensity, $0.flopsPerSecond) }
  }

  /// What was measured, in the plot.
  var measured: [MeasuredMark] {
    figure.measured.filter { frame.shows($0.intensity, $0.flopsPerSecond) }
  }

  /// How many marks are too far off to be in the plot.
  var missing: Int {
    figure.layers.count + figure.networks.count + figure.measured.count - layers.count
      - networks.count - measured.count
  }

  /// The layers as elements, each with its name for who points at it.
  var layerElements: [String] {
    layers.map { layer in
      let style = MarkStyle(kind: figure.kind(of: layer), model: layer.model)
      let middle = frame.point(layer.intensity, layer.flopsPerSecond)
      let name = Self.short(layer.name)
      let title =
        "\(name) (\(layer.kind)): \(Numbers.seconds(layer.seconds)), "
        + "\(Numbers.prefixed(layer.intensity, unit: "FLOP/B")), "
        + Numbers.prefixed(layer.flopsPerSecond, unit: "FLOP/s")
      return style.element(at: middle, radius: Self.radius(of: layer.share), title: title)
    }
  }

  /// A name as far as one who points at a mark wants to read it.
  private static func short(_ name: String) -> String {
    TextMetrics.shortened(name, to: 500, size: 11)
  }

  /// The networks, and the paths from batch to batch, as elements.
  var networkElements: [String] {
    paths.map { path in
      let places = path.map { frame.point($0.intensity, $0.flopsPerSecond) }
      return Element(
        "polyline",
        [
          "class": "path", "fill": "none", "stroke": Palette.ink, "stroke-width": "1.2",
          "points": places.map { "\(Markup.number($0.x)),\(Markup.number($0.y))" }
            .joined(separator: " "),
        ]
      ).closed
    }
      + networks.map { network in
        let isStep = isStep(network)
        return mark(
          isStep ? .circle : .star, isStep ? "step" : "network",
          at: frame.point(network.intensity, network.flopsPerSecond), radius: isStep ? 3.4 : 7.5,
          title: Self.title(of: network))
      }
      + measured.map { measured in
        mark(
          Symbol.ring, "measured", at: frame.point(measured.intensity, measured.flopsPerSecond),
          radius: 5,
          title: "\(Self.short(measured.name)), measured: \(Numbers.seconds(measured.seconds))")
      }
  }

  /// Whether a network is a place on a path before its end.
  private func isStep(_ network: NetworkMark) -> Bool {
    networks.contains {
      $0.model == network.model && $0.device == network.device && $0.batch > network.batch
    }
  }

  private static func title(of network: NetworkMark) -> String {
    "\(short(network.name)), batch \(network.batch): \(Numbers.seconds(network.seconds)), "
      + "\(Numbers.prefixed(network.intensity, unit: "FLOP/B")), "
      + Numbers.prefixed(network.flopsPerSecond, unit: "FLOP/s")
  }

  private func mark(
    _ symbol: Symbol, _ role: String, at middle: Point, radius: Double, title: String
  ) -> String {
    let isRing = symbol == .ring
    return Element(
      "path",
      [
        "class": role, "d": symbol.path(at: middle, radius: radius),
        "fill": isRing ? "none" : Palette.ink, "stroke": isRing ? Palette.ink : Palette.paper,
        "stroke-width": isRing ? "2.2" : "1.2",
      ]
    ).around([Element("title").around(text: title)])
  }

  /// The networks that belong together, at rising batch sizes; those at one size are no path.
  var paths: [[NetworkMark]] {
    var groups: [[Int]: [NetworkMark]] = [:]
    for network in networks {
      groups[[network.model, network.device], default: []].append(network)
    }
    return groups.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
      .filter { $0.count > 1 }.map { $0.sorted { $0.batch < $1.batch } }
  }

  /// Adds the marks to what labels would hide.
  func addInk(to ink: inout InkMap) {
    for layer in layers {
      ink.addMark(
        at: frame.point(layer.intensity, layer.flopsPerSecond),
        radius: Self.radius(of: layer.share), weight: 2)
    }
    for network in networks {
      ink.addMark(
        at: frame.point(network.intensity, network.flopsPerSecond), radius: 9, weight: 4)
    }
    for measured in measured {
      ink.addMark(
        at: frame.point(measured.intensity, measured.flopsPerSecond), radius: 7, weight: 4)
    }
  }

  /// The labels of the marks: networks, what was measured, and the `count` longest layers, one where
  /// several stand on one place.
  func labels(layers count: Int) -> [Label] {
    let ofMeasured = measured.map { measured in
      label(
        TextMetrics.shortened(measured.name, to: 160, size: 11), 11, "measured-label",
        at: frame.point(measured.intensity, measured.flopsPerSecond), isOptional: false)
    }
    var seen: Set<Point> = []
    let apart = layers.filter { layer in
      let point = frame.point(layer.intensity, layer.flopsPerSecond)
      return seen.insert(Point((point.x / 6).rounded(), (point.y / 6).rounded())).inserted
    }
    let ofLayers = apart.prefix(count).map { layer in
      label(
        TextMetrics.shortened(layer.name, to: 140, size: 10.5), 10.5, "layer-label",
        at: frame.point(layer.intensity, layer.flopsPerSecond), isOptional: true)
    }
    return networkLabels + ofMeasured + ofLayers
  }

  /// A network is named with its rate; on a path, its end is named, and each other place tells its
  /// batch.
  private var networkLabels: [Label] {
    let onPaths = paths.flatMap { path in
      path.map { network in
        let isEnd = network.batch == path.last?.batch
        let name = TextMetrics.shortened(network.name, to: 160, size: 12)
        return label(
          isEnd ? "\(name), batch \(network.batch)" : "\(network.batch)", isEnd ? 12 : 10.5,
          "network-label", at: frame.point(network.intensity, network.flopsPerSecond),
          isOptional: !isEnd)
      }
    }
    let isOneModel = networks.allSatisfy { $0.model == networks.first?.model }
    let alone = networks.filter { !isOnPath($0) }.map { network in
      let rate = Numbers.prefixed(network.flopsPerSecond, unit: "FLOP/s")
      let name = TextMetrics.shortened(network.name, to: 160, size: 12)
      return label(
        isOneModel && figure.roofs.count > 1 ? rate : "\(name): \(rate)", 12, "network-label",
        at: frame.point(network.intensity, network.flopsPerSecond), isOptional: false)
    }
    return alone + onPaths.filter { !$0.isOptional } + onPaths.filter(\.isOptional)
  }

  private func isOnPath(_ network: NetworkMark) -> Bool {
    networks.count { $0.model == network.model && $0.device == network.device } > 1
  }

  private func label(
    _ text: String, _ size: Double, _ role: String, at point: Point, isOptional: Bool
  ) -> Label {
    let distances = isOptional ? [9.0, 16, 24] : [12, 20, 32, 48, 70, 100]
    return Label(
      text: text, size: size, role: role, isOptional: isOptional, target: point,
      candidates: RoofDrawing.around(point, distances: distances))
  }
}

/// The look of a layer's mark: colour and shape by kind, filling by model.
struct MarkStyle {
  /// The kind's place; nil: one of those that share the last colour.
  let kind: Int?
  /// The model's place.
  let model: Int

  /// The kind's colour.
  var color: String { kind.map { Palette.kinds[$0] } ?? Palette.other }
  /// The kind's shape.
  var symbol: Symbol { kind.map { Symbol.kinds[$0] } ?? .circle }

  /// The mark as an element.
  func element(at middle: Point, radius: Double, title: String?) -> String {
    // The first model's marks are filled, the second's hollow, the third's in between.
    let opacity = ["0.85", "0.08", "0.4"][model % 3]
    let isFilled = model.isMultiple(of: 3)
    let element = Element(
      "path",
      [
        "class": "layer", "d": symbol.path(at: middle, radius: radius), "fill": color,
        "fill-opacity": opacity, "stroke": isFilled ? Palette.paper : color,
        "stroke-width": isFilled ? "0.7" : "1.3",
      ])
    return title.map { element.around([Element("title").around(text: $0)]) } ?? element.closed
  }
}
