import Charts
import FoundationEssentials
import Glibc

/// Points that were measured, from a file.
enum MeasuredPoints {
  /// One point; what else its object says is left aside.
  private struct Point: Decodable {
    var name: String?
    var flops: Double
    var bytes: Double
    var seconds: Double
  }

  /// The forms of a file: a list of points, an object with one, or one point.
  private struct Points: Decodable {
    var points: [Point]

    private enum CodingKeys: String, CodingKey { case points, regions }

    init(from decoder: any Decoder) throws {
      if var list = try? decoder.unkeyedContainer() {
        points = []
        while !list.isAtEnd { points.append(try list.decode(Point.self)) }
        return
      }
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      points =
        try fields.decodeIfPresent([Point].self, forKey: .points)
        ?? fields.decodeIfPresent([Point].self, forKey: .regions) ?? [Point(from: decoder)]
    }
  }

  /// A larger file is no list of points, in bytes.
  private static let largestFile = 64 << 20

  /// The points of the file at `path`, named after it where they have no name.
  static func read(_ path: String) throws -> [MeasuredMark] {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw CleanFailure("--points \(path) is not a file that can be read")
    }
    guard status.st_size <= largestFile, let data = FileManager.default.contents(atPath: path)
    else {
      throw CleanFailure("--points \(path) cannot be read, or is larger than 64 MiB")
    }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    do {
      let points = try JSONDecoder().decode(Points.self, from: data).points
      let marks = points.map {
        MeasuredMark(name: $0.name ?? name, flops: $0.flops, bytes: $0.bytes, seconds: $0.seconds)
      }
      if let bad = marks.first(where: { !$0.isDrawable }) {
        throw CleanFailure(
          "--points \(path): \(bad.name) has no place on a logarithmic chart; flops, bytes and "
            + "seconds must be above zero")
      }
      return marks
    } catch let failure as CleanFailure {
      throw failure
    } catch {
      throw CleanFailure(
        "--points \(path) is no list of points; give JSON: "
          + #"[{"name": "triad", "flops": 2e9, "bytes": 24e9, "seconds": 1.5}]"#)
    }
  }
}
