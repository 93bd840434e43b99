import CounterGroups
import ProgramCounting
import Testing

/// Readings of events.
@Suite("Readings of events")
struct CountSeriesTests {
  private static let event = EventRequest(
    family: "x", key: "a", name: nil, code: .init(type: 4, config: 1), slots: 1, isHardware: true)

  private func series(_ readings: [(value: UInt64, enabled: UInt64, running: UInt64)])
    -> CountSeries
  {
    var series = CountSeries()
    for reading in readings {
      series.add([
        Self.event: RawCount(
          value: reading.value, enabled: reading.enabled, running: reading.running)
      ])
    }
    return series
  }

  @Test("the last reading is the total, scaled by the time without a counter")
  func totals() throws {
    let count = try #require(series([(10, 10, 10), (50, 100, 25)]).totals[Self.event])
    // 50 in 25 of 100 nanoseconds: 200.
    #expect(count.value == 200)
    #expect(count.share == 0.25)
    #expect(count.relativeError == nil)
  }

  @Test("an even rate has no error, and a count that needs no scaling none either")
  func even() throws {
    let even = series([(10, 20, 10), (20, 40, 20), (30, 60, 30), (40, 80, 40)])
    #expect(try #require(even.totals[Self.event]).relativeError == 0)
    let whole = series([(10, 10, 10), (50, 20, 20), (51, 30, 30), (80, 40, 40)])
    #expect(try #require(whole.totals[Self.event]).relativeError == nil)
  }

  @Test("the error is the standard error of the rates, less by what was seen of the time")
  func uneven() throws {
    // Rates 1, 3, 1 and 3 in 10 nanoseconds each: mean 2, deviations of 1, so that their squares'
    // mean is 4/3; over 4 it is 1/3, times the half that was not seen 1/6. Its root is 0.408 of 2.
    let uneven = series([(10, 20, 10), (40, 40, 20), (50, 60, 30), (80, 80, 40)])
    let error = try #require(uneven.totals[Self.event]?.relativeError)
    #expect(abs(error - (1.0 / 6).squareRoot() / 2) < 1e-12)
  }

  @Test("an interval has what came since the reading before")
  func latest() throws {
    let count = try #require(series([(10, 20, 20), (40, 60, 40)]).latest[Self.event])
    // 30 in 20 of 40 nanoseconds.
    #expect(count.value == 60)
    #expect(series([]).latest.isEmpty)
    // A program that slept meanwhile.
    #expect(series([(10, 20, 20), (10, 20, 20)]).latest[Self.event] == EventCount(value: 0))
  }

  @Test("an event that never had a counter is not counted, not zero")
  func never() {
    #expect(series([(0, 100, 0)]).totals.isEmpty)
  }
}
